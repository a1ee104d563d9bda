import type { Bars } from "../../bars.ts";
import { AT_CLOSE, AT_OPEN, INSIDE } from "../../fills/ledger.ts";
import type { PlacedOrder } from "../../broker/placed-order.ts";

export type FillTime = typeof AT_OPEN | typeof INSIDE | typeof AT_CLOSE;

/**
 * The price at which an order is filled at a moment of a bar, before slippage, or null. At the open, and between open
 * and close, a stop-limit order may become a limit order by the way.
 */
export function priceAt(moment: FillTime, order: PlacedOrder, bars: Bars, bar: number): number | null {
  switch (moment) {
    case AT_OPEN:
      return priceAtOpen(order, bars.open[bar] ?? Number.NaN);
    case INSIDE:
      return priceInside(order, bars.high[bar] ?? Number.NaN, bars.low[bar] ?? Number.NaN);
    case AT_CLOSE:
      return waitsForPrice(order) ? null : (bars.close[bar] ?? Number.NaN);
  }
}

/** Notes the best price of a bar that has passed; a trailing order hangs on it from the next bar on. */
export function followPrice(order: PlacedOrder, bars: Bars, bar: number): void {
  const { best } = order;
  order.best =
    order.sign > 0 ? Math.min(best, bars.low[bar] ?? Number.NaN) : Math.max(best, bars.high[bar] ?? Number.NaN);
}

/** Any price that the gap since the last close has reached. */
function priceAtOpen(order: PlacedOrder, open: number): number | null {
  const { sign, request } = order;
  if (request.onClose === true) return null;
  const stop = stopLevel(order);
  if (stop !== null) {
    if (!(sign * (open - stop) >= 0)) return null;
    if (request.limit === undefined) return open;
    order.isLimit = true;
  }
  return request.limit === undefined || sign * (open - request.limit) <= 0 ? open : null;
}

/** Of an order that was not filled at the open. */
function priceInside(order: PlacedOrder, high: number, low: number): number | null {
  const { sign, request } = order;
  const [best, worst] = sign > 0 ? [high, low] : [low, high];
  const { limit } = request;
  const stop = stopLevel(order);
  if (stop === null) return limit !== undefined && sign * (worst - limit) <= 0 ? limit : null;
  if (!(sign * (best - stop) >= 0)) return null;
  if (limit === undefined) return stop;
  order.isLimit = true;
  return sign * (stop - limit) <= 0 ? stop : null;
}

/** Where an order is triggered, or null for one that needs no trigger any more. */
function stopLevel({ sign, request, isLimit, best }: PlacedOrder): number | null {
  if (isLimit) return null;
  return request.trail === undefined ? (request.stop ?? null) : best * (1 + sign * request.trail);
}

function waitsForPrice({ request: { limit, stop, trail } }: PlacedOrder): boolean {
  return limit !== undefined || stop !== undefined || trail !== undefined;
}

import type { PlacedOrder } from "../placed-order.ts";

/** The price at which an order is filled at this open: any that the gap since the last close has reached. */
export function priceAtOpen(order: PlacedOrder, open: number): number | null {
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

/** The price at which an order is filled between the open and the close, or null. It was not at the open. */
export function priceInside(order: PlacedOrder, high: number, low: number): number | null {
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

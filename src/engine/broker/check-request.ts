import { askWhether } from "../../core/text/suggest-name.ts";
import { nearestName } from "../../core/text/nearest-name.ts";
import type { Order, OrderRequest } from "./broker.ts";

const KNOWN: Readonly<Record<keyof OrderRequest, true>> = {
  units: true,
  cash: true,
  fraction: true,
  limit: true,
  stop: true,
  trail: true,
  onClose: true,
  goodFor: true,
  stopLoss: true,
  takeProfit: true,
  trailingStop: true,
};

/** What other libraries call it. */
const ALIASES: Readonly<Record<string, string>> = { sl: "stopLoss", tp: "takeProfit", size: 'fraction" or "units' };

/**
 * What every profile asks of an order: sizes and prices above 0, shares between 0 and 1, one size at most, and no
 * two ways of being filled that exclude each other. NaN, as indicators have in their warm-up, is refused too, and so is
 * a name that no order knows: passed over, a misspelt stop would be none.
 *
 * @throws RangeError saying what is wrong
 */
export function checkRequest(side: Order["side"], request: OrderRequest): void {
  requireKnownNames(request);
  const { units, cash, fraction, limit, stop, trail, onClose, goodFor } = request;
  requireAmount("units", units);
  requireAmount("cash", cash);
  requireShare("fraction", fraction);
  if (has(units) + has(cash) + has(fraction) > 1) {
    throw new RangeError("An order has one of `units`, `cash` and `fraction`, not several");
  }
  requireAmount("limit", limit);
  requireAmount("stop", stop);
  requireShare("trail", trail);
  if (has(limit ?? stop) + has(trail) + Number(onClose === true) > 1) {
    throw new RangeError("An order with `limit` or `stop`, one with `trail` and one with `onClose` exclude each other");
  }
  if (goodFor !== undefined && !(Number.isSafeInteger(goodFor) && goodFor >= 1)) {
    throw new RangeError(`\`goodFor\` is a whole number of bars, at least 1, not ${goodFor}`);
  }
  checkBracket(side, request);
}

function requireKnownNames(request: OrderRequest): void {
  const stranger = Object.keys(request).find((name) => !Object.hasOwn(KNOWN, name));
  if (stranger === undefined) return;
  const known = Object.keys(KNOWN);
  const meant = ALIASES[stranger] ?? nearestName(stranger, known);
  const hint = meant === null ? `: it has ${known.join(", ")}` : `. ${askWhether(meant)}`;
  throw new RangeError(`An order has no \`${stranger}\`${hint}`);
}

/** The stop lies on the losing side of the order's own price, and of the target. */
function checkBracket(side: Order["side"], { limit, stop, stopLoss, takeProfit, trailingStop }: OrderRequest): void {
  requireAmount("stopLoss", stopLoss);
  requireAmount("takeProfit", takeProfit);
  requireShare("trailingStop", trailingStop);
  const sign = side === "buy" ? 1 : -1;
  const loss = stopLoss ?? -sign * Number.POSITIVE_INFINITY;
  const gain = takeProfit ?? sign * Number.POSITIVE_INFINITY;
  const own = limit ?? stop;
  if (sign * (gain - loss) > 0 && (own === undefined || (sign * (own - loss) > 0 && sign * (gain - own) > 0))) return;
  const order = side === "buy" ? "`stopLoss` < its price < `takeProfit`" : "`takeProfit` < its price < `stopLoss`";
  const given = [stopLoss, own, takeProfit].filter((price) => price !== undefined);
  throw new RangeError(`An order to ${side} needs ${order}, not ${given.join(", ")}`);
}

function has(value: number | undefined): number {
  return value === undefined ? 0 : 1;
}

/** @throws RangeError unless absent or above 0 */
export function requireAmount(name: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && value < Number.POSITIVE_INFINITY)) return;
  throw new RangeError(`\`${name}\` must be a number above 0, not ${value}`);
}

/** @throws RangeError unless absent or above 0 and at most 1 */
export function requireShare(name: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && value <= 1)) return;
  throw new RangeError(`\`${name}\` must be above 0 and at most 1, not ${value}`);
}

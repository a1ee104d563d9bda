import type { Order, OrderRequest } from "./broker.ts";

/**
 * What every profile asks of an order: sizes and prices above 0, shares between 0 and 1, one size at most, and no
 * two ways of being filled that exclude each other. NaN, as indicators have in their warm-up, is refused too.
 *
 * @throws RangeError saying what is wrong
 */
export function checkRequest(side: Order["side"], request: OrderRequest): void {
  const { limit, stop, trail, onClose } = request;
  for (const name of AMOUNTS) requireAmount(name, request[name]);
  for (const name of SHARES) requireShare(name, request[name]);
  if (count(request.units, request.cash, request.fraction) > 1) {
    throw new RangeError("An order has one of `units`, `cash` and `fraction`, not several");
  }
  if (count(limit ?? stop, trail, onClose === true ? 1 : undefined) > 1) {
    throw new RangeError("An order with `limit` or `stop`, one with `trail` and one with `onClose` exclude each other");
  }
  const { goodFor } = request;
  if (goodFor !== undefined && !(Number.isSafeInteger(goodFor) && goodFor >= 1)) {
    throw new RangeError(`\`goodFor\` is a whole number of bars, at least 1, not ${goodFor}`);
  }
  checkBracket(side, request);
}

const AMOUNTS = ["units", "cash", "limit", "stop", "stopLoss", "takeProfit"] as const;
const SHARES = ["fraction", "trail", "trailingStop"] as const;

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

/** The stop lies on the losing side of the order's own price and of the target. */
function checkBracket(side: Order["side"], { limit, stop, stopLoss, takeProfit }: OrderRequest): void {
  const worst = side === "buy" ? stopLoss : takeProfit;
  const best = side === "buy" ? takeProfit : stopLoss;
  const own = limit ?? stop;
  const rising = [worst, own, best].filter((price) => price !== undefined);
  if (rising.every((price, index) => index === 0 || price > (rising[index - 1] ?? 0))) return;
  const order = side === "buy" ? "`stopLoss` < its price < `takeProfit`" : "`takeProfit` < its price < `stopLoss`";
  throw new RangeError(`An order to ${side} needs ${order}, not ${rising.join(", ")}`);
}

function count(...values: readonly (number | undefined)[]): number {
  return values.filter((value) => value !== undefined).length;
}

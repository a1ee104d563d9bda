import { createLedger } from "../fills/ledger.ts";
import { type EquitySums, equitySums } from "../metrics/equity-sums.ts";
import { type PriceSums, priceSums } from "../metrics/price-sums.ts";

/**
 * The sums of an equity curve that is there already: it is walked as the price of one unit that is held from the
 * first bar on by an account without cash.
 *
 * @param barsHeld bars with a position, passed through
 */
export function curveSums(
  curve: Float64Array,
  initialCapital: number,
  barsHeld: number,
): (shift: number) => EquitySums {
  const prices: PriceSums = priceSums(curve);
  const ledger = createLedger();
  ledger.count = 1;
  ledger.position[0] = 1;
  const origin = { ledger, initialCapital, capitalIsPeak: true };
  return (shift) => ({ ...equitySums(origin, prices, shift), barsHeld });
}

import { createLedger } from "../../fills/ledger.ts";
import { type BlockTarget, blockReturns } from "./block-returns.ts";
import { type EquitySums, equitySums } from "./equity-sums.ts";
import { priceSums } from "./price-sums.ts";

/** The sums of an equity curve that is there already. */
export interface CurveSums {
  /** @param barsHeld bars with a position, passed through; default 0 */
  readonly around: (shift: number, barsHeld?: number) => EquitySums;
  readonly blocks: (target: BlockTarget) => void;
}

/** Walks a curve as the price of one unit that is held from the first bar on by an account without cash. */
export function curveSums(curve: Float64Array, initialCapital: number): CurveSums {
  const prices = priceSums(curve);
  const ledger = createLedger();
  ledger.count = 1;
  ledger.position[0] = 1;
  const origin = { ledger, initialCapital, capitalIsPeak: true };
  return {
    around: (shift, barsHeld = 0) => ({ ...equitySums(origin, prices, shift), barsHeld }),
    blocks: (target) => blockReturns(origin, prices, target),
  };
}

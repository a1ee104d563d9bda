import { type Measured, measured, unmeasured } from "./measured.ts";
import { losslessBecause } from "./undefined-reason.ts";

/**
 * What the winning trades won ÷ what the losing ones lost, in money or as returns. `no_losing_trades` where none lost,
 * `nothing_gained` where none won either.
 *
 * @param lost 0 or above; 0 when no trade lost
 */
export function profitFactorOf(won: number, lost: number): Measured {
  return lost === 0 ? unmeasured(losslessBecause(won, "no_losing_trades")) : measured(won / lost);
}

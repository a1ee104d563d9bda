import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";

/**
 * Periods until a signal has lost half of its power: ln 2 ÷ λ of the exponential IC₀·e^(−λh) fitted to the mean ICs by
 * least squares on their logarithms. Only the leading run of positive ICs counts; beyond the first one that is not
 * positive there is no power left to lose. `no_decay` when the ICs do not fall, `too_few_bars` below two positive ones.
 *
 * @param meanIcByLag mean IC of the signal against the return 0, 1, 2, … periods later
 */
export function decayHalfLife(meanIcByLag: Float64Array): Measured {
  const end = meanIcByLag.findIndex((ic) => !(ic > 0));
  const positive = end === -1 ? meanIcByLag : meanIcByLag.subarray(0, end);
  const count = positive.length;
  if (count < 2) return unmeasured("too_few_bars");
  const logs = positive.map((ic) => Math.log(ic));
  const middle = (count - 1) / 2;
  const slope =
    logs.reduce((sum, value, lag) => sum + (lag - middle) * value, 0) / ((count * (count * count - 1)) / 12);
  return slope < -1e-12 ? measured(-Math.LN2 / slope) : unmeasured("no_decay");
}

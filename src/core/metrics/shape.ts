import { type CentralMoments, isZeroDeviation } from "../numbers/moments.ts";
import { type Measured, measured, unmeasured } from "./measured.ts";

/** The shape of a distribution. */
export interface Shape {
  /** m₃ ÷ m₂^1.5; 0 is symmetric, negative means the long tail is on the side of losses. */
  readonly skew: Measured;
  /** m₄ ÷ m₂² after Pearson: a normal distribution has 3 (not 0, which is Fisher's). */
  readonly kurtosis: Measured;
}

/** Both `too_few_bars` below two returns and `zero_variance` for constant ones. */
export function shapeOf(count: number, { mean, m2, m3, m4 }: CentralMoments): Shape {
  if (count < 2) return { skew: unmeasured("too_few_bars"), kurtosis: unmeasured("too_few_bars") };
  if (isZeroDeviation(Math.sqrt((m2 * count) / (count - 1)), mean)) {
    return { skew: unmeasured("zero_variance"), kurtosis: unmeasured("zero_variance") };
  }
  return { skew: measured(skewOf(m2, m3)), kurtosis: measured(m4 / m2 ** 2) };
}

/** m₃ ÷ m₂^1.5 of central moments; not finite where nothing varies. */
export function skewOf(m2: number, m3: number): number {
  return m3 / m2 ** 1.5;
}

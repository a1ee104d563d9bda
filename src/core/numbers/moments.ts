/** Count, mean and sums of powers of the distances from the mean. */
export interface Moments {
  readonly count: number;
  /** 0 for no values. */
  readonly mean: number;
  /** Σ(x − mean)². */
  readonly sum2: number;
  /** Σ(x − mean)³. */
  readonly sum3: number;
  /** Σ(x − mean)⁴. */
  readonly sum4: number;
}

/** Moments by two passes in index order: the same values give the same bits. */
export function momentsOf(values: Float64Array): Moments {
  const mean = meanOf(values);
  let sum2 = 0;
  let sum3 = 0;
  let sum4 = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = (values[i] ?? 0) - mean;
    const square = distance * distance;
    sum2 += square;
    sum3 += square * distance;
    sum4 += square * square;
  }
  return { count: values.length, mean, sum2, sum3, sum4 };
}

/** What a Sharpe ratio is made of. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation, n − 1; NaN below two values. */
  readonly deviation: number;
}

export function spreadOf(values: Float64Array): Spread {
  const moments = momentsOf(values);
  return { count: moments.count, mean: moments.mean, deviation: sampleDeviation(moments) };
}

/** The mean and the population moments mₖ = Σ(x − mean)ᵏ ÷ n. */
export interface CentralMoments {
  readonly mean: number;
  readonly m2: number;
  readonly m3: number;
  readonly m4: number;
}

/** All but the mean NaN for no values. */
export function centralMomentsOf(values: Float64Array): CentralMoments {
  const { count, mean, sum2, sum3, sum4 } = momentsOf(values);
  return { mean, m2: sum2 / count, m3: sum3 / count, m4: sum4 / count };
}

/** Arithmetic mean; 0 for no values. */
export function meanOf(values: Float64Array): number {
  if (values.length === 0) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** Standard deviation with n − 1 in the denominator; NaN below two values. */
export function sampleDeviation(moments: Moments): number {
  return moments.count < 2 ? Number.NaN : Math.sqrt(moments.sum2 / (moments.count - 1));
}

/** Standard deviation with n in the denominator; NaN for no values. */
export function populationDeviation(moments: Moments): number {
  return Math.sqrt(moments.sum2 / moments.count);
}

/**
 * Whether a deviation is zero but for rounding: below 1e-12 relative to the mean, or absolutely when the
 * mean is below 1. A constant return of 0.1 has a computed deviation near 1e-17, which must not become a Sharpe of 1e16.
 */
export function isZeroDeviation(deviation: number, mean: number): boolean {
  return !(deviation >= 1e-12 * Math.max(1, Math.abs(mean)));
}

import type { ResamplingMethod } from "./resample.ts";

/** Block lengths in bars, not rounded: how long returns remember. At 1 or below they remember nothing. */
export interface BlockLengths {
  /** For the stationary bootstrap, whose block lengths are geometric with this mean. */
  readonly stationary: number;
  /** For the circular bootstrap, whose blocks all have this length. */
  readonly circular: number;
}

/**
 * Automatic block length (Politis & White 2004 with the correction of Patton, Politis & White 2009): the length that
 * minimises the error of the variance of the mean, b = (2g² ÷ d · n)^⅓ with g and d from the autocovariances under a
 * flat-top window. The window ends at twice the first lag from which K = max(5, log₁₀ n) lags in a row are
 * insignificant. Both are 1 for constant values and for fewer than 10 of them.
 */
export function blockLengths(values: Float64Array): BlockLengths {
  const count = values.length;
  const centred = centre(values);
  const variance = covarianceAt(centred, 0);
  if (count < 10 || variance <= 1e-24) return { stationary: 1, circular: 1 };
  const inARow = Math.max(5, Math.floor(Math.log10(count)));
  const longest = Math.min(Math.ceil(Math.sqrt(count)) + inARow, count - 1);
  const covariance = Float64Array.from({ length: longest + 1 }, (_, lag) => covarianceAt(centred, lag));
  const window = Math.min(2 * firstInsignificantLag(covariance, count, inARow), longest);
  let g = 0;
  let spectrum = variance;
  for (let lag = 1; lag <= window; lag++) {
    const weight = Math.min(1, 2 * (1 - lag / window));
    g += 2 * weight * lag * (covariance[lag] ?? 0);
    spectrum += 2 * weight * (covariance[lag] ?? 0);
  }
  const longestBlock = Math.ceil(Math.min(3 * Math.sqrt(count), count / 3));
  const lengthFor = (d: number): number => {
    const length = Math.cbrt(((2 * g * g) / (d * spectrum * spectrum)) * count);
    return Math.min(length, longestBlock);
  };
  return { stationary: lengthFor(2), circular: lengthFor(4 / 3) };
}

/** The automatic length for the method; 1 where it has no blocks. */
export function automaticBlockLength(returns: Float64Array, method: ResamplingMethod): number {
  switch (method) {
    case "stationary":
      return blockLengths(returns).stationary;
    case "circular":
      return blockLengths(returns).circular;
    case "iid":
    case "permutation":
      return 1;
  }
}

function centre(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Autocovariance with n in the denominator. */
function covarianceAt(centred: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < centred.length; i++) sum += (centred[i] ?? 0) * (centred[i - lag] ?? 0);
  return sum / centred.length;
}

/** First of `inARow` lags whose autocorrelations are all within 2·√(log₁₀ n ÷ n); the longest lag when there are none. */
function firstInsignificantLag(covariance: Float64Array, count: number, inARow: number): number {
  const limit = 2 * Math.sqrt(Math.log10(count) / count) * (covariance[0] ?? 0);
  let quiet = 0;
  for (let lag = 1; lag < covariance.length; lag++) {
    quiet = Math.abs(covariance[lag] ?? 0) < limit ? quiet + 1 : 0;
    if (quiet === inARow) return lag - inARow + 1;
  }
  return covariance.length - 1;
}

/** Counts in bins of equal width: bin i covers [from + i·step, from + (i + 1)·step). */
export interface Histogram {
  /** A multiple of `step`, so that zero is always an edge and no bin mixes gains and losses. */
  readonly from: number;
  readonly step: number;
  readonly counts: readonly number[];
}

/**
 * Distribution of values over at most `maxBins` bins whose width is 1, 2, 2.5 or 5 times a power of ten. No bins for no
 * values, one for equal values.
 */
export function histogram(values: Float64Array, maxBins = 60): Histogram {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (values.length === 0) return { from: 0, step: 1, counts: [] };
  const step = stepFor(low, high, maxBins);
  const first = edgeBelow(low, step);
  const counts = Array.from({ length: edgeBelow(high, step) - first + 1 }, () => 0);
  for (const value of values) {
    const bin = edgeBelow(value, step) - first;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { from: first * step, step, counts };
}

/** The last multiple of `step` that is not above the value; the division alone may round up past it. */
function edgeBelow(value: number, step: number): number {
  const edge = Math.floor(value / step);
  return edge * step > value ? edge - 1 : edge;
}

/** Of the largest value, or of 1: narrower bins would only sort rounding errors. */
const NARROWEST = 1e-12;

function stepFor(low: number, high: number, maxBins: number): number {
  const largest = Math.max(1, Math.abs(low), Math.abs(high));
  const width = Math.max((high - low) / maxBins || Math.abs(high), NARROWEST * largest);
  const power = 10 ** Math.floor(Math.log10(width));
  const steps = [1, 2, 2.5, 5, 10, 20].map((factor) => factor * power);
  const fits = (step: number) => edgeBelow(high, step) - edgeBelow(low, step) + 1 <= maxBins;
  return steps.find((step) => step >= width && fits(step)) ?? 50 * power;
}

/**
 * Quantile with linear interpolation between the two neighbours at position (n − 1)·p, as numpy's default
 * and Hyndman & Fan's type 7. NaN for no values.
 *
 * @param sorted ascending
 * @param probability 0…1
 */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

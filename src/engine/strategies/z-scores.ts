import { isZeroDeviation } from "../../core/numbers/moments.ts";

/**
 * Each value as its distance from the mean in standard deviations (population). NaN stays NaN and is left out of
 * both; where all values are equal, every score is 0.
 */
export function zScores(values: readonly number[]): readonly number[] {
  const known = values.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((total, value) => total + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((total, value) => total + (value - mean) ** 2, 0) / known.length);
  return values.map((value) => {
    if (Number.isNaN(value)) return value;
    return isZeroDeviation(deviation, mean) ? 0 : (value - mean) / deviation;
  });
}

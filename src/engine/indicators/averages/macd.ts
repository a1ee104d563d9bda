import { seededEma } from "./seeded-ema.ts";

export interface MacdColumns {
  readonly line: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

/**
 * Moving average convergence and divergence (Appel 1979), as TA-Lib's MACD: both averages start at their mean that ends at bar
 * `slow − 1`, and all three columns begin together, once the signal line is known, at bar slow + signal − 2.
 * Windows in the wrong order are put right.
 */
export function macd(source: Float64Array, fast: number, slow: number, signal: number): MacdColumns {
  const [short, long] = fast <= slow ? [fast, slow] : [slow, fast];
  const quick = seededEma(source, short, { from: long - short });
  const line = seededEma(source, long).map((value, bar) => (quick[bar] ?? Number.NaN) - value);
  const smoothed = seededEma(line, signal, { from: long - 1 });
  return {
    line: line.fill(Number.NaN, 0, long + signal - 2),
    signal: smoothed,
    histogram: line.map((value, bar) => value - (smoothed[bar] ?? Number.NaN)),
  };
}

import { isZeroDeviation, meanOf, momentsOf, populationDeviation } from "../../../../core/numbers/moments.ts";
import { type FactorPanel, rowOf } from "./factor-panel.ts";
import { rankValues } from "./rank-values.ts";

/** Below this many assets with a signal and a return, a correlation of one date says nothing. */
const FEWEST_ASSETS = 3;

export interface DailyCoefficients {
  /** Pearson correlation of signal and forward return over the assets of each date; NaN where undefined. */
  readonly ic: Float64Array;
  /** Spearman's: the same of their ranks. */
  readonly rankIc: Float64Array;
}

/**
 * Information coefficient of each date (Grinold & Kahn 2000). NaN on a date with fewer than three assets that have both
 * numbers, or with no spread in one of them: the `daily_ic` series, where NaN stays NaN.
 *
 * @param returns what each asset earned after the date: same shape as the signals
 */
export function dailyCoefficients(signals: FactorPanel, returns: FactorPanel): DailyCoefficients {
  const ic = new Float64Array(signals.dates).fill(Number.NaN);
  const rankIc = new Float64Array(signals.dates).fill(Number.NaN);
  for (let date = 0; date < signals.dates; date++) {
    const signalRow = rowOf(signals, date);
    const returnRow = rowOf(returns, date);
    const both = (_: number, asset: number): boolean =>
      Number.isFinite(signalRow[asset]) && Number.isFinite(returnRow[asset]);
    const signal = signalRow.filter(both);
    const earned = returnRow.filter(both);
    if (signal.length < FEWEST_ASSETS) continue;
    ic[date] = correlation(signal, earned);
    rankIc[date] = correlation(rankValues(signal), rankValues(earned));
  }
  return { ic, rankIc };
}

/** Pearson's r, −1…1; NaN when one side does not vary. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const momentsA = momentsOf(a);
  const momentsB = momentsOf(b);
  if (isZeroDeviation(populationDeviation(momentsA), momentsA.mean)) return Number.NaN;
  if (isZeroDeviation(populationDeviation(momentsB), momentsB.mean)) return Number.NaN;
  const products = a.map((value, i) => (value - momentsA.mean) * ((b[i] ?? 0) - momentsB.mean));
  const r = (meanOf(products) * a.length) / Math.sqrt(momentsA.sum2 * momentsB.sum2);
  return Math.min(1, Math.max(-1, r));
}

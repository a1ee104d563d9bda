import type { EquitySeries } from "./returns.ts";

const DAY_MS = 86_400_000;

/**
 * Last equity of each UTC day, stamped with the day's midnight. Intraday results are measured on it by default:
 * the Sharpe of minute bars is dominated by bars without a position.
 *
 * @param daysPerYear trading days in a year, the `barsPerYear` of the result
 */
export function dailyEquity(series: EquitySeries, daysPerYear: number): EquitySeries {
  const days: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < series.time.length; i++) {
    const day = Math.floor((series.time[i] ?? 0) / DAY_MS) * DAY_MS;
    if (days.at(-1) !== day) {
      days.push(day);
      values.push(0);
    }
    values[values.length - 1] = series.equity[i] ?? 0;
  }
  return {
    time: Float64Array.from(days),
    equity: Float64Array.from(values),
    initialCapital: series.initialCapital,
    barsPerYear: daysPerYear,
  };
}

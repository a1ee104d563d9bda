import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { tradingDays } from "../../../core/time/trading-session.ts";
import { lastBarsOfDays } from "../sampling.ts";
import type { EquitySeries } from "./returns.ts";

/** The series that returns are taken from: of every bar, or by day when a year of days is given. */
export function sampledEquity(series: EquitySeries, daysPerYear: number | undefined): EquitySeries {
  return daysPerYear === undefined ? series : dailyEquity(series, daysPerYear);
}

/**
 * Last equity of each trading day, stamped with the day's midnight. Intraday results are measured on it by default:
 * the Sharpe of minute bars is dominated by bars without a position.
 *
 * @param daysPerYear trading days in a year, the `barsPerYear` of the result
 */
export function dailyEquity(series: EquitySeries, daysPerYear: number): EquitySeries {
  const lastBars = lastBarsOfDays(series.time, series.session);
  const dayOf = tradingDays(series.session);
  return {
    time: Float64Array.from(lastBars, (bar) => dayOf(series.time[bar] ?? 0) * DAY_MS),
    equity: Float64Array.from(lastBars, (bar) => series.equity[bar] ?? 0),
    initialCapital: series.initialCapital,
    barsPerYear: daysPerYear,
  };
}

import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { canonicalJson } from "../../../core/values/canonical-json.ts";
import type { DayPeriod } from "../../../executors/cell-periods.ts";
import type { CellPeriods, PeriodWork } from "../../../executors/executor.ts";
import type { Market } from "../../market/market.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { periodOf, sweepTimeLine } from "../time-line.ts";
import { walkForwardOf } from "./plan-windows.ts";
import type { TradedPart, WindowToTrade } from "./trade-window.ts";

/**
 * Runs the program of the cell that a window has chosen over the days out of sample. Its account is read from its files; days that it
 * writes before or after those of the window do not count.
 *
 * @throws AppError when the program has failed, or tells no account
 */
export async function tradeProgram(
  sweep: Sweep,
  { window: { outOfSample }, cells: [cell] }: WindowToTrade,
  { periods, ...again }: { readonly periods: CellPeriods<Market> } & Pick<PeriodWork, "signal" | "takesLeft">,
): Promise<TradedPart> {
  const capital = sweep.backtest.settings.initialCapital;
  const line = sweepTimeLine(sweep);
  const period = periodOf(outOfSample, line);
  if (cell === undefined) return { ...stillAccount(line.subarray(outOfSample.from, outOfSample.to), capital) };
  const work = { ...again, onLine: () => undefined };
  const params = canonicalJson(sweep.grid.cellAt(cell));
  const { metrics, time, equity } = await periods.run({ number: cell, params }, period, work);
  const { from, to } = daysWithin(time, period);
  if (from === to) return stillAccount(line.subarray(outOfSample.from, outOfSample.to), capital);
  return {
    time: time.subarray(from, to),
    equity: equity.subarray(from, to),
    before: from === 0 ? capital : (equity[from - 1] ?? capital),
    exposureBefore: 0,
    exposureAfter: 0,
    score: metrics.get(walkForwardOf(sweep.backtest).objective)?.value ?? Number.NaN,
  };
}

/** An account that lies still, on the days from Monday to Friday: a program's own are not known. */
function stillAccount(days: Float64Array, capital: number): TradedPart {
  const time = days.filter((day) => new Date(day).getUTCDay() % 6 !== 0);
  return {
    time,
    equity: new Float64Array(time.length).fill(capital),
    before: capital,
    exposureBefore: 0,
    exposureAfter: 0,
    score: Number.NaN,
  };
}

function daysWithin(
  time: Float64Array,
  { startDate, endDate }: DayPeriod,
): { readonly from: number; readonly to: number } {
  const [first, end] = [Date.parse(startDate), Date.parse(endDate) + DAY_MS];
  const from = time.findIndex((day) => day >= first);
  const to = time.findIndex((day) => day >= end);
  if (from < 0) return { from: 0, to: 0 };
  return { from, to: Math.max(from, to < 0 ? time.length : to) };
}

import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import type { CallbackContext } from "../callback-context.ts";
import { defineCallback } from "../define-callback.ts";

const USUAL_GAP_DAYS = 10;
const USUAL_GAP_BARS = 5;

/** Stops the run before any backtest when the data are not what they should be. All problems are told at once. */
export const checkData = defineCallback({
  description: "Fails when the bars of a backtest are missing, too few, full of holes or inconsistent",
  options: {
    min_bars: { kind: "int", default: 2, min: 1, description: "Fewest bars per symbol" },
    max_gap_days: {
      kind: "float",
      default: 0,
      min: 0,
      description:
        "Longest time between two bars in calendar days; 0: ten days or five usual bars, whichever is longer",
    },
    allow_warnings: { kind: "bool", default: true, description: "Findings of the source are logged and not fatal" },
  },
  async run({ dag, data, options, log }) {
    const problems: string[] = [];
    for (const { name } of dag.backtests) {
      const bars = await data.bars(name);
      if (bars.length === 0) problems.push(`${name}: there are no bars`);
      const found = bars.flatMap((symbol) => barProblems(symbol, options.min_bars, options.max_gap_days));
      const warnings = await data.problems(name);
      problems.push(...[...found, ...(options.allow_warnings ? [] : warnings)].map((text) => `${name}: ${text}`));
      logWarnings(log, name, options.allow_warnings ? warnings : []);
      log.info(`${name}: checked ${bars.map((each) => `${each.symbol} (${each.time.length} bars)`).join(", ")}`);
    }
    if (problems.length > 0) throw new Error(problems.join("; "));
  },
});

function logWarnings(log: CallbackContext["log"], backtest: string, warnings: readonly string[]): void {
  for (const warning of warnings) log.warn(`${backtest}: ${warning}`);
}

function barProblems(bars: Bars, minBars: number, maxGapDays: number): readonly string[] {
  const count = bars.time.length;
  const problems = count < minBars ? [`${bars.symbol} has ${count} bars, fewer than min_bars ${minBars}`] : [];
  const wrong = bars.time.findIndex((_, index) => !isConsistent(bars, index));
  if (wrong >= 0) problems.push(`${bars.symbol} has prices that contradict each other on ${dayOf(bars, wrong)}`);
  const gap = longestGap(bars);
  const limit = maxGapDays > 0 ? maxGapDays : Math.max(USUAL_GAP_DAYS, USUAL_GAP_BARS * usualGapDays(bars));
  if (gap !== null && gap.days > limit) {
    problems.push(
      `${bars.symbol} has no bars for ${round(gap.days)} days after ${gap.after}; max_gap_days is ${round(limit)}`,
    );
  }
  return problems;
}

/** Finite positive prices inside low…high, in ascending time. */
function isConsistent({ time, open, high, low, close }: Bars, index: number): boolean {
  const [o = Number.NaN, h = Number.NaN, l = Number.NaN, c = Number.NaN] = [
    open[index],
    high[index],
    low[index],
    close[index],
  ];
  const isLater = index === 0 || (time[index] ?? 0) > (time[index - 1] ?? 0);
  return isLater && l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c) && Number.isFinite(h);
}

function longestGap(bars: Bars): { readonly days: number; readonly after: string } | null {
  const gaps = gapsInDays(bars);
  if (gaps.length === 0) return null;
  const days = gaps.reduce((longest, gap) => Math.max(longest, gap), 0);
  return { days, after: dayOf(bars, gaps.indexOf(days)) };
}

/** Median time between two bars. */
function usualGapDays(bars: Bars): number {
  const gaps = gapsInDays(bars).sort();
  return gaps[gaps.length >> 1] ?? 0;
}

function gapsInDays({ time }: Bars): Float64Array {
  return time.subarray(1).map((at, index) => (at - (time[index] ?? at)) / DAY_MS);
}

function dayOf({ time }: Bars, index: number): string {
  return new Date(time[index] ?? 0).toISOString().slice(0, 10);
}

function round(days: number): number {
  return Math.round(days * 10) / 10;
}

import { type WindowPair, walkForwardWindows } from "../../../analytics/walk-forward/windows.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import type { Span, WalkForwardSpec } from "../../../core/spec/study-spec.ts";
import { addSpan, formatSpan } from "../../../core/time/span.ts";
import { isMetricId, type MetricId } from "../../../engine/metrics/metric-catalogue.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { sweepTimeLine } from "../time-line.ts";

/** Bounds the columns of a range of cells, and the rows of a table that people read. */
const MOST_WINDOWS = 500;
/** Bounds what is kept and read: 27 bytes for each. */
const MOST_PARTS = 5_000_000;

/** What is measured of every cell in every window, each once: of the engine's metrics. */
export function windowMetrics(backtest: Pick<BacktestSpec, "walkForward">): readonly MetricId[] {
  return walkedMetrics(backtest).map((id) => {
    if (!isMetricId(id)) throw new RangeError(`The cells have no metric "${id}"`);
    return id;
  });
}

/** The same of a program, which may report metrics of its own. */
export function walkedMetrics(backtest: Pick<BacktestSpec, "walkForward">): readonly string[] {
  return [...new Set([walkForwardOf(backtest).objective, "total_trades", "total_return"])];
}

/** @throws RangeError of a backtest without such a study */
export function walkForwardOf({ walkForward }: Pick<BacktestSpec, "walkForward">): WalkForwardSpec {
  if (walkForward === undefined) throw new RangeError("The backtest asks for no walk_forward");
  return walkForward;
}

/**
 * The windows of a backtest.
 *
 * @throws AppError STUDY_TOO_SHORT when the data do not hold one, saying what would fit
 * @throws AppError STUDY_TOO_LARGE when there are more than can be kept
 */
export function planWindows({ backtest, prepared, grid }: Sweep): readonly WindowPair[] {
  const spec = walkForwardOf(backtest);
  const time = sweepTimeLine({ backtest, prepared });
  const windows = walkForwardWindows(time, spec);
  if (windows.length === 0) throw tooShort(backtest.name, spec, { time, unit: prepared.periods ? "days" : "bars" });
  const parts = windows.length * grid.count;
  if (windows.length > MOST_WINDOWS || parts > MOST_PARTS) {
    const text = `walk_forward of ${backtest.name} has ${count(windows.length)} windows of ${count(grid.count)} cells`;
    throw new AppError("STUDY_TOO_LARGE", `${text}: ${count(parts)} backtests`, {
      hint: `At most ${count(MOST_WINDOWS)} windows and ${count(MOST_PARTS)} backtests are kept. Make step and out_of_sample longer, or the grid smaller.`,
    });
  }
  return windows;
}

interface Line {
  readonly time: Float64Array;
  readonly unit: "bars" | "days";
}

function tooShort(name: string, spec: WalkForwardSpec, { time, unit }: Line): AppError {
  const [first = 0, last = 0] = [time[0], time.at(-1)];
  const there = `the data have ${count(time.length)} ${unit}, ${dateOf(first)} to ${dateOf(last)}`;
  const wanted = `${formatSpan(spec.inSample)} in sample and ${formatSpan(spec.outOfSample)} out of sample`;
  const gap = spec.gap === 0 ? "" : ` with a gap of ${count(spec.gap)} bars`;
  return new AppError("STUDY_TOO_SHORT", `walk_forward of ${name} needs ${wanted}${gap}, and ${there}`, {
    hint: `${fitting(spec, { time, unit }, partsRatio(spec, time))} Or move start_date back.`,
  });
}

/** Four windows in the same proportion. */
function fitting({ gap }: WalkForwardSpec, { time, unit }: Line, ratio: number): string {
  const outOfSample = Math.floor((time.length - gap) / (ratio + 4));
  const inSample = Math.floor(outOfSample * ratio);
  if (outOfSample < 2 || inSample < 2) return `There are too few ${unit} to cut.`;
  const length = (days: number): string => (unit === "days" ? `${days}d` : `${days} bars`);
  return `in_sample: ${length(inSample)} with out_of_sample: ${length(outOfSample)} would make four windows.`;
}

/** How many times as long as the part out of sample the one in sample is. */
function partsRatio({ inSample, outOfSample }: WalkForwardSpec, time: Float64Array): number {
  const [first = 0, last = 0] = [time[0], time.at(-1)];
  const perMs = time.length / Math.max(1, last - first);
  const length = (span: Span): number =>
    span.unit === "bars" ? span.count : Math.max(1, (addSpan(first, span) - first) * perMs);
  return Math.min(20, Math.max(1, length(inSample) / length(outOfSample)));
}

function dateOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function count(value: number): string {
  return value.toLocaleString("en");
}

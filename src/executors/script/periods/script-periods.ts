import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { SWEEP_BLOCKS } from "../../../core/numbers/block-starts.ts";
import { canonicalJson } from "../../../core/values/canonical-json.ts";
import { UNDEFINED_REASONS } from "../../../core/metrics/undefined-reason.ts";
import type {
  CellColumn,
  CellColumns,
  CellFailure,
  CellRange,
  CellUsage,
  PeriodWork,
  RangeWork,
} from "../../executor.ts";
import type { CellAtWork, DayPeriod, PeriodOutcome, PeriodsToMeasure } from "../../cell-periods.ts";
import { rangeColumnId } from "../../../engine/ranges/range-column-id.ts";
import { readSeries } from "../../outputs/read-series.ts";
import { cellFolder, type ResultsPlace } from "../cell-folder.ts";
import { outcomeColumns } from "../outcome-columns.ts";
import type { CellOutcome } from "../run-cell.ts";
import { readRecord, recordedFiles } from "../cell-record.ts";
import { cellDeps, type PlacedWindow, type RangePlace, runRange, type ScriptSweep } from "../script-range.ts";

/** Where the files of cells over parts of the days are, beside those over all of them. */
const FOLDER = "walk_forward";

/**
 * Runs each cell over every period, a program each, and keeps the metrics that were asked for in columns by `rangeColumnId`. A cell
 * that fails over one of them has failed: nobody could say what it was worth beside the others.
 *
 * @throws as `runRange`
 */
export async function measurePeriods(
  sweep: ScriptSweep,
  { periods, metrics }: PeriodsToMeasure,
  cells: CellRange,
  place: RangePlace,
): Promise<CellColumns> {
  const windows = periods.map((period) => placedPeriod(sweep, period));
  const outcomes = await runRange({ ...sweep, windows }, cells, place);
  const count = outcomes.length / periods.length;
  const of = (period: number): readonly CellOutcome[] => outcomes.filter((_, at) => at % periods.length === period);
  const columns = periods.map((_, period) => outcomeColumns(of(period), SWEEP_BLOCKS));
  const missing: CellColumn = {
    values: new Float64Array(count).fill(Number.NaN),
    reasons: new Uint8Array(count).fill(1 + UNDEFINED_REASONS.indexOf("not_computed")),
  };
  return {
    metrics: new Map(
      columns.flatMap((found, period) =>
        metrics.map((id) => [rangeColumnId(period, id), found.metrics.get(id) ?? missing] as const),
      ),
    ),
    refusals: [],
    computed: count,
    failures: firstFailures(columns, periods),
    usage: togetherUsage(columns.flatMap(({ usage }) => usage ?? [])),
  };
}

/** One failure per cell, of its first period that failed. */
function firstFailures(columns: readonly CellColumns[], periods: readonly DayPeriod[]): readonly CellFailure[] {
  const found = new Map<number, CellFailure>();
  for (const [at, { failures }] of columns.entries()) {
    const { startDate, endDate } = periods[at] ?? { startDate: "", endDate: "" };
    for (const failure of failures) {
      if (found.has(failure.index)) continue;
      found.set(failure.index, { ...failure, message: `From ${startDate} to ${endDate}: ${failure.message}` });
    }
  }
  return [...found.values()].sort((a, b) => a.index - b.index);
}

/** What all programs of a cell took: their times added, the most memory of any. */
function togetherUsage(usage: readonly CellUsage[]): readonly CellUsage[] {
  return [...Map.groupBy(usage, ({ index }) => index).values()]
    .map((all) =>
      all.reduce((sum, one) => ({
        ...one,
        durationMs: sum.durationMs + one.durationMs,
        cpuMs: sum.cpuMs === null || one.cpuMs === null ? null : sum.cpuMs + one.cpuMs,
        peakBytes: Math.max(sum.peakBytes ?? 0, one.peakBytes ?? 0),
      })),
    )
    .sort((a, b) => a.index - b.index);
}

interface CellPeriod {
  readonly cell: CellAtWork;
  readonly period: DayPeriod;
}

/** One cell over one period as an earlier task of the run has left it; null where it did not, or on another host, or where it failed. */
export async function leftPeriod(
  sweep: ScriptSweep,
  { cell, period }: CellPeriod,
  place: RangePlace,
): Promise<PeriodOutcome | null> {
  const folder = cellFolder(placedPeriod(sweep, period).place, cell.number);
  const record = await readRecord(folder);
  if (record === null || record.error !== null || record.run_id !== sweep.runId) return null;
  if (canonicalJson(record.params) !== cell.params) return null;
  const { signal } = place.work;
  const outputs = await cellDeps(sweep, place).readOutputs(folder, await recordedFiles(folder), signal);
  const series = outputs.report.valid ? await seriesIn(folder, sweep, signal) : null;
  return series === null ? null : { metrics: outputs.metrics, time: series.time, equity: series.equity };
}

function seriesIn(folder: string, { backtest }: ScriptSweep, signal: AbortSignal) {
  return readSeries(folder, { initialCapital: backtest.settings.initialCapital, signal });
}

/**
 * One cell over one period, in full.
 *
 * @throws AppError with the code of the failure when it has failed; OUTPUTS_INVALID when its files tell no account
 */
export async function runPeriod(
  sweep: ScriptSweep,
  { cell, period }: CellPeriod,
  place: RangePlace,
): Promise<PeriodOutcome> {
  const window = placedPeriod(sweep, period);
  const range = { numbers: [cell.number], params: [cell.params] };
  const [outcome] = await runRange({ ...sweep, windows: [window] }, range, place);
  const at = `Cell ${cell.number} from ${period.startDate} to ${period.endDate}`;
  if (outcome?.failure) throw new AppError(outcome.failure.code, `${at}: ${outcome.failure.message}`);
  const series = await seriesIn(cellFolder(window.place, cell.number), sweep, place.work.signal);
  if (!outcome?.outputs || series === null) {
    throw new AppError("OUTPUTS_INVALID", `${at} has left no usable pnl.csv`, {
      hint: "What a walk-forward trades is read from pnl.csv: date, pnl, cumulative_pnl.",
    });
  }
  return { metrics: outcome.outputs.metrics, time: series.time, equity: series.equity };
}

/** Work of a task that is its own attempt: nobody takes a part of it over. */
export function periodWork({ signal, onLine }: Omit<PeriodWork, "takesLeft">): RangeWork {
  return {
    signal,
    onLine,
    keepExternalId: () => Promise.resolve(),
    isHeld: () => Promise.resolve(!signal.aborted),
    tellProgress: () => undefined,
  };
}

function placedPeriod({ windows }: ScriptSweep, period: DayPeriod): PlacedWindow {
  const [whole] = windows;
  if (whole === undefined) throw new RangeError("A backtest has days");
  const { startDate, endDate } = period;
  const place: ResultsPlace = {
    folder: path.join(whole.place.folder, FOLDER, `${startDate}_${endDate}`),
    isGrid: true,
  };
  return { window: period, place };
}

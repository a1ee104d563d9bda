import { countCauses, describeRegression } from "../../../analytics/regression/describe-regression.ts";
import {
  CHANGED_CELLS_KEPT,
  type ChangedCell,
  type RegressionResult,
} from "../../../analytics/regression/regression-result.ts";
import { AppError } from "../../../core/errors/app-error.ts";
import type { WindowSpec } from "../../../core/spec/data-spec.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { tradingDays } from "../../../core/time/trading-session.ts";
import type { RegressionSpec } from "../../../core/spec/study-spec.ts";
import type { Params } from "../../../core/params/param-spec.ts";
import { readResultInputs } from "../../../store/inputs/result-inputs.ts";
import { readTaskBefore, type TaskBefore } from "../../../store/inputs/task-before.ts";
import type { TaskRow } from "../../../store/run/tasks.ts";
import { streamCells } from "../../../store/sweep/read-cells.ts";
import { bestFirstBy } from "../../query/cell-view.ts";
import { compareInputs } from "../../inputs/compare-inputs.ts";
import { inputsLines } from "../../inputs/describe-inputs.ts";
import type { RunDeps } from "../../run-deps.ts";
import { sweepInputs } from "../../start/sweep-inputs.ts";
import { momentOf } from "../../sweep/open-task.ts";
import { openSweep, type Sweep } from "../../sweep/open-sweep.ts";
import { openPastInputs, type PastInputs } from "../../trace/past-inputs.ts";
import { type CellInputs, openedOnce, type StoredValues, traceInputs } from "../../trace/trace-inputs.ts";
import { changedCell } from "./changed-cell.ts";

/** A backtest that has ended, in the run that asks. */
export interface Tonight {
  readonly runId: TaskBefore["runId"];
  /** Of its task. */
  readonly key: string;
  readonly sweep: Sweep;
  readonly datasetVersionId: TaskRow["datasetVersionId"];
  readonly signal: AbortSignal;
}

/**
 * Compares the best cells of the run before with the same cells over the same days, computed from tonight's data, code and settings.
 * What is equal by name is equal; only whether it comes out a second time is looked at.
 */
export async function runRegression(tonight: Tonight, spec: RegressionSpec, deps: RunDeps): Promise<RegressionResult> {
  const before = await readTaskBefore(deps.database, tonight);
  if (before === null) return resultOf(spec, { state: "first" });
  const against = before.runId;
  const past = await openPastInputs(before.taskId, deps).catch(orNull);
  if (past === null) return resultOf(spec, { state: "unknown", against });
  const cut = await openOverlap(tonight, past, deps);
  const inputs = await inputsOf(past, tonight, cut, deps);
  const open = openedOnce(deps);
  const changed: ChangedCell[] = [];
  const causes: Pick<ChangedCell, "causes">[] = [];
  let [compared, noise] = [0, 0];
  for await (const { params, metrics } of cellsOf(past, tonight.sweep, { spec, deps })) {
    tonight.signal.throwIfAborted();
    const sides = [inputsAt(past, past.sweep, params), inputsAt(past, cut, params)] as const;
    const trace = await traceInputs(sides, { stored: metrics, toleranceOf: () => spec.tolerance, open }, deps);
    const { found, isNoise } = changedCell(trace, { params, stored: metrics, tolerance: spec.tolerance });
    compared += 1;
    if (isNoise) noise += 1;
    if (found === null) continue;
    causes.push({ causes: found.causes });
    if (changed.length < CHANGED_CELLS_KEPT) changed.push(found);
  }
  return resultOf(spec, {
    state: causes.length > 0 ? "changed" : noise > 0 ? "noise" : "unchanged",
    against,
    compared,
    changed: causes.length,
    noise,
    inputs,
    causes: countCauses(causes),
    cells: changed,
  });
}

/** The backtest of tonight over the days that the run before had bars of: what came after them is no change of the past. */
function openOverlap({ sweep, runId }: Tonight, past: PastInputs, deps: RunDeps): Promise<Sweep> {
  const window = daysOf(past) ?? past.backtest.window;
  const moment = momentOf(past);
  return openSweep({ ...sweep.backtest, window }, { ...moment, runId, snapshotId: sweep.prepared.snapshotId }, deps);
}

function inputsAt(past: PastInputs, { backtest, prepared }: Sweep, params: Params): CellInputs {
  const window = daysOf(past) ?? backtest.window;
  return { backtest: { ...backtest, window }, moment: { ...momentOf(past), snapshotId: prepared.snapshotId }, params };
}

/** The best cells of the run before that tonight's grid has too, with their metrics; all of them where the gate asks for all. */
async function* cellsOf(
  { task, sweep }: PastInputs,
  tonight: Sweep,
  { spec, deps }: { readonly spec: RegressionSpec; readonly deps: RunDeps },
): AsyncGenerator<{ readonly params: Params; readonly metrics: StoredValues }> {
  const order = bestFirstBy(sweep.backtest);
  for await (const page of streamCells(deps.database, { taskId: task.id, order, limit: spec.cells })) {
    for (const { cell, result } of page) {
      const params = sweep.grid.cellAt(cell);
      if (result !== null && tonight.grid.indexOf(params) !== null) yield { params, metrics: result.metrics };
    }
  }
}

async function inputsOf({ task }: PastInputs, tonight: Tonight, cut: Sweep, deps: RunDeps): Promise<readonly string[]> {
  const before = {
    inputs: task.base === null ? null : await readResultInputs(deps.database, task.base),
    datasetVersionId: task.datasetVersionId,
  };
  const after = { inputs: await sweepInputs(cut), datasetVersionId: tonight.datasetVersionId };
  const found = await compareInputs({ before, after }, deps, spanOf(cut) ?? {});
  // Tonight's version has a day more; of the days in common nothing changed.
  const isKept = found.data.kind === "same";
  return inputsLines(isKept ? { ...found, versions: { before: null, after: null } } : found);
}

/** From the day of the first bar of any symbol to that of the last one; null without bars. */
function daysOf({ backtest, sweep }: PastInputs): WindowSpec | null {
  const span = spanOf(sweep);
  const { data } = backtest;
  if (span === null) return null;
  const dayOf = tradingDays(data?.session);
  const textOf = (time: number): string => new Date(dayOf(time) * DAY_MS).toISOString().slice(0, 10);
  return { startDate: textOf(span.from), endDate: textOf(span.to), lookbackMs: null };
}

/** First and last bar of any symbol, in milliseconds UTC; null without bars. */
function spanOf({ prepared: { market } }: Sweep): { readonly from: number; readonly to: number } | null {
  const bars = (market?.bars ?? []).filter(({ time }) => time.length > 0);
  if (bars.length === 0) return null;
  const from = Math.min(...bars.map(({ time }) => time[0] ?? Number.POSITIVE_INFINITY));
  return { from, to: Math.max(...bars.map(({ time }) => time.at(-1) ?? Number.NEGATIVE_INFINITY)) };
}

const NOTHING = { against: null, compared: 0, changed: 0, noise: 0, inputs: [], causes: [], cells: [] } as const;

function resultOf(
  { onChange }: RegressionSpec,
  found: Partial<RegressionResult> & Pick<RegressionResult, "state">,
): RegressionResult {
  const result = { ...NOTHING, ...found };
  return { study: "regression", version: 1, onChange, ...result, verdict: describeRegression(result) };
}

function orNull(error: unknown): null {
  if (error instanceof AppError && error.code === "RUN_INPUT_CHANGED") return null;
  throw error;
}

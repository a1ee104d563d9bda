import { AppError } from "../../core/errors/app-error.ts";
import { type RunId, snapshotId, type TaskId } from "../../core/names/ids.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { SweepMoment } from "../../executors/executor.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import type { DatasetVersionId } from "../../store/datasets/dataset-versions.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import { listTasks, readTask, type TaskRow } from "../../store/run/tasks.ts";
import type { DagCache } from "../dag-cache.ts";
import type { RunDeps } from "../run-deps.ts";
import { isRound } from "../kinds/sweep/sweep-tasks.ts";
import { studyMeasuredBy } from "../kinds/study/study-tasks.ts";
import { type RoundPart, roundSweep } from "../search/round-sweep.ts";
import { roundTasks } from "../search/search-tasks.ts";
import { taskGrid } from "../search/task-grid.ts";
import { studyCells } from "../study/study-cells.ts";
import { openSweep, type Sweep } from "./open-sweep.ts";

/** A sweep task of a run, opened for work in this process. */
export interface OpenTask {
  readonly taskId: TaskId;
  readonly runId: RunId;
  readonly priority: Priority;
  readonly spec: DagSpec;
  readonly sweep: Sweep;
  /** Of its data; null where they have none. */
  readonly versionId: DatasetVersionId | null;
}

export type OpenDeps = Pick<RunDeps, "database" | "executors"> & { readonly dags: DagCache };

/** A sweep of a run with what it was pinned to. */
export interface PinnedTask {
  readonly run: RunRow;
  readonly task: TaskRow;
  readonly spec: DagSpec;
  readonly backtest: BacktestSpec;
}

/**
 * Opens a sweep of a run with the data and the code that the run was pinned to.
 *
 * @throws AppError RUN_INPUT_CHANGED when data, code or the engine are not those any more
 * @throws AppError RUN_NOT_FOUND when the task is gone
 */
export async function openTask(taskId: TaskId, deps: OpenDeps): Promise<OpenTask> {
  return openPinned(await pinnedTask(taskId, deps), deps);
}

/** @throws AppError RUN_NOT_FOUND when the task is gone */
export async function pinnedTask(taskId: TaskId, deps: Pick<OpenDeps, "database" | "dags">): Promise<PinnedTask> {
  const task = await readTask(deps.database, taskId);
  const run = task === null ? null : await readRun(deps.database, task.runId);
  if (task === null || run === null) throw new AppError("RUN_NOT_FOUND", `There is no task ${taskId} any more`);
  const spec = await deps.dags.read(run);
  const backtest = spec.backtests[task.specIndex];
  if (backtest === undefined) throw new AppError("RUN_NOT_FOUND", `The DAG of run ${run.id} has no ${task.key}`);
  return { run, task, spec, backtest };
}

/** @throws AppError RUN_INPUT_CHANGED */
export async function openPinned(
  { run, task, spec, backtest }: PinnedTask,
  deps: Pick<OpenDeps, "database" | "executors">,
): Promise<OpenTask> {
  const part = await roundPartOf(task, backtest, deps);
  const opened = await openSweep(backtest, momentOf({ run, task }), deps);
  const grid = await taskGrid(deps.database, task, backtest);
  const whole = { ...opened, grid };
  const study = studyMeasuredBy(task);
  const sweep = study !== null ? studyCells(whole, study) : part !== null ? roundSweep(whole, part) : whole;
  if (sweep.prepared.lacks !== undefined) throw sweep.prepared.lacks;
  if (task.base === null || !sweep.prepared.base.equals(task.base)) throw inputChanged(run, task, sweep);
  return { taskId: task.id, runId: run.id, priority: run.priority, spec, sweep, versionId: task.datasetVersionId };
}

/** The part of the data that a round of a search has; null for tasks of other kinds. */
async function roundPartOf(
  task: TaskRow,
  { search }: BacktestSpec,
  { database }: Pick<OpenDeps, "database">,
): Promise<RoundPart | null> {
  if (search === undefined || !isRound(task)) return null;
  const rounds = roundTasks(await listTasks(database, task.runId), task.specIndex);
  return { search, round: rounds.findIndex(({ id }) => id === task.id) };
}

/** When, and on which data. */
export function momentOf({ run, task }: Pick<PinnedTask, "run" | "task">): SweepMoment {
  const pinned = task.snapshotId === null ? null : snapshotId(task.snapshotId);
  const { id: runId, logicalDate, dataThrough } = run;
  return { logicalDate, runId, dataThrough, snapshotId: pinned };
}

/** Of a sweep that is opened and is not what the task was pinned to. */
export function inputChanged(run: RunRow, task: TaskRow, sweep: Sweep): AppError {
  const [what, way] = changeOf(task, sweep);
  return new AppError("RUN_INPUT_CHANGED", `The ${what} of ${task.key} changed after run ${run.id} had started`, {
    hint: `${way} Or start a new run; the results that it shares with this one are taken over.`,
  });
}

/** What is not as it was, and how to get it back. */
function changeOf(task: TaskRow, { prepared }: Sweep): readonly [what: string, way: string] {
  if (prepared.codeHash !== task.codeHash) return ["strategy's code", "Bring back the code as it was."];
  if (prepared.snapshotId !== task.snapshotId) {
    return ["data", `Bring back the snapshot .nightgrid/snapshots/${task.snapshotId ?? ""}, or the source as it was.`];
  }
  return ["engine", "Use the version of Nightgrid that computed it."];
}

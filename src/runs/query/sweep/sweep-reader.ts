import { AppError } from "../../../core/errors/app-error.ts";
import type { RunId } from "../../../core/names/ids.ts";
import { reportedMetric } from "../../../core/metrics/reported-metric.ts";
import { type MetricSet, metricSet } from "../../../core/metrics/metric-set.ts";
import type { Grid } from "../../../factory/grid/grid.ts";
import type { DagSpec } from "../../../factory/dag-spec.ts";
import { SWEEP_METRIC_IDS } from "../../../engine/metrics/metric-catalogue.ts";
import type { Database } from "../../../store/connection/transaction.ts";
import { readRun, type RunRow } from "../../../store/run/runs.ts";
import { listTasks, type TaskRow } from "../../../store/run/tasks.ts";
import { readMetricNames } from "../../../store/sweep/metric-names.ts";
import { createDagCache, type DagCache } from "../../dag-cache.ts";
import { metricsOf } from "../../metrics-of.ts";
import { taskGrid } from "../../search/task-grid.ts";
import { sweepTask } from "../../kinds/sweep/sweep-tasks.ts";
import { cellsVersion } from "../run/cells-version.ts";
import { bestFirstBy, namedSweep, type SweepView } from "../cell-view.ts";
import { type ColumnCache, createColumnCache } from "./column-cache.ts";

/** Reads sweeps for many who look at them at once; one per process. */
export interface SweepReader {
  readonly database: Database;
  readonly dags: DagCache;
  readonly columns: ColumnCache;
  /** By DAG version and place of the backtest, to open one with `where` means to look at every combination. */
  readonly grids: Map<string, Grid>;
}

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;
const MOST_GRIDS = 32;

/** @param options.maxBytes of columns and orders that are kept; 256 MiB by default: 18 metrics of a million cells */
export function createSweepReader(
  database: Database,
  { maxBytes = DEFAULT_MAX_BYTES }: { readonly maxBytes?: number } = {},
): SweepReader {
  return { database, dags: createDagCache(database), columns: createColumnCache(maxBytes), grids: new Map() };
}

/** A sweep as it was when it was opened. */
export interface OpenedSweep {
  readonly run: RunRow;
  readonly spec: DagSpec;
  readonly task: TaskRow;
  readonly view: SweepView;
  /** That its cells are stored with. */
  readonly metrics: MetricSet;
  /** The same as long as no cell has changed. */
  readonly version: string;
}

export interface SweepName {
  readonly runId: RunId;
  /** Null for the first backtest of the DAG. */
  readonly backtest: string | null;
}

/** @throws AppError RUN_NOT_FOUND, DAG_VERSION_UNREADABLE, USAGE when there is no such backtest */
export async function openSweepView(reader: SweepReader, { runId, backtest }: SweepName): Promise<OpenedSweep> {
  const { database, dags } = reader;
  const run = await readRun(database, runId);
  if (run === null) throw new AppError("RUN_NOT_FOUND", `There is no run "${runId}"`);
  const spec = await dags.read(run);
  const tasks = await listTasks(database, runId);
  const views: SweepView[] = [];
  for (const [index, one] of spec.backtests.entries()) {
    const task = sweepTask(tasks, index);
    if (task !== undefined) views.push(viewOf(task, one, await gridOf(reader, { run, task }, one)));
  }
  const view = namedSweep(views, backtest);
  const task = tasks.find(({ id }) => id === view.taskId);
  if (task === undefined) throw new Error(`The task ${view.taskId} of ${runId} is gone`);
  return { run, spec, task, view, metrics: await storedMetrics(reader, view), version: cellsVersion(task) };
}

function viewOf(task: TaskRow, backtest: SweepView["backtest"], grid: Grid): SweepView {
  const { judgement, cellsTotal: total, cellsSucceeded: succeeded, cellsCached: cached, cellsFailed: failed } = task;
  const cells = { total, succeeded, cached, failed };
  return {
    taskId: task.id,
    backtest,
    bestFirst: bestFirstBy(backtest),
    grid,
    cells,
    extended: task.cellsExtended,
    judgement,
  };
}

/** Cells that a search chooses belong to one task, and change when it begins: they are read each time. */
async function gridOf(
  { grids, database }: SweepReader,
  { run, task }: { readonly run: RunRow; readonly task: TaskRow },
  backtest: SweepView["backtest"],
): Promise<Grid> {
  if (backtest.search !== undefined) return taskGrid(database, task, backtest);
  const key = `${run.dagHash}/${task.specIndex}`;
  const known = grids.get(key);
  if (known !== undefined) return known;
  const grid = await taskGrid(database, task, backtest);
  if (grids.size >= MOST_GRIDS) grids.clear();
  grids.set(key, grid);
  return grid;
}

/** Before the first result: those that every cell will have. */
async function storedMetrics({ database }: SweepReader, { taskId, backtest }: SweepView): Promise<MetricSet> {
  const names = await readMetricNames(database, taskId);
  const known = metricsOf(backtest);
  const all = (names.length === 0 ? SWEEP_METRIC_IDS : names).map((name) => ({
    ...(known.find(name) ?? reportedMetric(name)),
    isStored: true,
  }));
  const places = new Map(known.ids.map((id, place) => [id, place]));
  return metricSet(all.toSorted((a, b) => (places.get(a.id) ?? all.length) - (places.get(b.id) ?? all.length)));
}

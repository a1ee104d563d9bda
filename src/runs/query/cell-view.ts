import { objectiveOf } from "../metrics-of.ts";
import type { CellCounts, CellView } from "../../callbacks/callback-context.ts";
import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import { rankingEnd } from "../../core/metrics/metric-set.ts";
import { type BacktestSpec, type DagSpec, minTradesOf } from "../../factory/dag-spec.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { taskGrid } from "../search/task-grid.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import { listTasks } from "../../store/run/tasks.ts";
import type { CellOrder } from "../../store/sweep/order-cells.ts";
import type { CellRow } from "../../store/sweep/read-cells.ts";
import type { Connection } from "../../store/connection/transaction.ts";

/** A backtest of a run as far as reading its results needs it. */
export interface SweepView {
  readonly taskId: TaskId;
  readonly backtest: BacktestSpec;
  /** As far as it had got when this view was made. */
  readonly cells: CellCounts;
  /** Those among the succeeded that were gone on with from the night before. */
  readonly extended: number;
  /** Best first by the backtest's objective. */
  readonly bestFirst: CellOrder;
  readonly grid: Grid;
  /** Null while the backtest has not ended well, and when it could not be judged. */
  readonly judgement: SweepJudgement | null;
}

/** The backtests of a run, in the order of the DAG. */
export async function listSweepViews(
  connection: Connection,
  run: { readonly id: RunId; readonly spec: DagSpec },
): Promise<readonly SweepView[]> {
  const tasks = await listTasks(connection, run.id);
  const views: SweepView[] = [];
  for (const [index, backtest] of run.spec.backtests.entries()) {
    const task = sweepTask(tasks, index);
    if (task === undefined) continue;
    const bestFirst = bestFirstBy(backtest);
    const grid = await taskGrid(connection, task, backtest);
    const { judgement, cellsTotal: total, cellsSucceeded: succeeded, cellsCached: cached, cellsFailed: failed } = task;
    const cells = { total, succeeded, cached, failed };
    views.push({ taskId: task.id, backtest, bestFirst, grid, cells, extended: task.cellsExtended, judgement });
  }
  return views;
}

/** The named backtest; the first one by default. @throws RangeError when there is none of that name */
export function pickSweep(sweeps: readonly SweepView[], name: string | undefined): SweepView {
  const found = name === undefined ? sweeps[0] : sweeps.find((sweep) => sweep.backtest.name === name);
  if (found !== undefined) return found;
  const known = sweeps.map((sweep) => sweep.backtest.name).join(", ");
  if (sweeps.length === 0) throw new RangeError("The run has no cells: it was not planned, or waits for its data");
  throw new RangeError(`The run has no backtest "${name ?? ""}"; it has: ${known}`);
}

/** The backtest that a person named; the first one for null. @throws AppError USAGE when there is none of that name */
export function namedSweep(sweeps: readonly SweepView[], name: string | null): SweepView {
  try {
    return pickSweep(sweeps, name ?? undefined);
  } catch (error) {
    throw new AppError("USAGE", messageOf(error), { cause: error });
  }
}

export function bestFirstBy(backtest: Pick<BacktestSpec, "strategy" | "objective" | "minTrades">): CellOrder {
  const objective = objectiveOf(backtest);
  const better = rankingEnd(objective);
  return {
    by: "metric",
    metric: objective.id,
    better,
    descending: better === "higher",
    minTrades: minTradesOf(backtest),
  };
}

export function cellView(sweep: SweepView, row: CellRow): CellView {
  return {
    backtest: sweep.backtest.name,
    cell: row.cell,
    state: row.state,
    params: sweep.grid.cellAt(row.cell),
    metrics: row.result?.metrics ?? null,
    reasons: row.result?.reasons ?? {},
    refused: row.result?.refused ?? null,
    error: row.error?.message ?? null,
  };
}

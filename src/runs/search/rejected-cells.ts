import type { RunId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import { minTradesOf } from "../../factory/dag-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
import { readChosenCells } from "../../store/search/chosen-cells.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import { readRoundScores } from "./round-scores.ts";
import { roundTasks, type Searched } from "./search-tasks.ts";
import { taskGrid } from "./task-grid.ts";

/** Why a cell was left behind. */
export const REJECTION_REASONS = ["no result", "too few trades", "no score", "others scored better"] as const;

/** A cell that a halving has left behind. */
export interface RejectedCell {
  /** 1 for the first. */
  readonly rung: number;
  readonly params: Params;
  /** Of the objective, on the share of the data that the rung has; null where it has none. */
  readonly score: number | null;
  readonly reason: (typeof REJECTION_REASONS)[number];
}

export interface RejectedCells {
  readonly total: number;
  /** Rung by rung, in the order of their numbers; memory holds one rung's scores and a page. */
  readonly pages: AsyncIterable<readonly RejectedCell[]>;
}

const PAGE = 1000;

/** The cells that the halving of a backtest has left behind so far; none of any other search. */
export async function rejectedCells(
  connection: Connection,
  run: { readonly id: RunId; readonly spec: DagSpec },
  backtest: BacktestSpec,
): Promise<RejectedCells> {
  const { search } = backtest;
  const index = run.spec.backtests.indexOf(backtest);
  const tasks = search?.method === "successive_halving" ? await listTasks(connection, run.id) : [];
  const steps: Step[] = [];
  const rungs = roundTasks(tasks, index);
  for (const [at, task] of rungs.entries()) {
    const next = rungs[at + 1] ?? sweepTask(tasks, index);
    // A later rung that has not begun has chosen none yet.
    if (next === undefined || (await readChosenCells(connection, next.id)) === null) break;
    steps.push({ rung: at + 1, task, next });
  }
  async function* pages() {
    if (search === undefined) return;
    for (const step of steps) yield* rejectedOf(connection, step, { ...backtest, search });
  }
  const total = steps.reduce((sum, { task, next }) => sum + task.cellsTotal - next.cellsTotal, 0);
  return { total, pages: pages() };
}

interface Step {
  readonly rung: number;
  readonly task: TaskRow;
  readonly next: TaskRow;
}

async function* rejectedOf(
  connection: Connection,
  { rung, task, next }: Step,
  backtest: Searched,
): AsyncGenerator<readonly RejectedCell[]> {
  const [grid, kept] = [await taskGrid(connection, task, backtest), await taskGrid(connection, next, backtest)];
  const { scores, trades } = await readRoundScores(connection, task, backtest);
  let page: RejectedCell[] = [];
  for (let cell = 0; cell < grid.count; cell++) {
    const params = grid.cellAt(cell);
    if (kept.indexOf(params) !== null) continue;
    const score = scores[cell] ?? Number.NaN;
    const reason = reasonOf(score, trades[cell] ?? Number.NaN, minTradesOf(backtest));
    page.push({ rung, params, score: Number.isFinite(score) ? score : null, reason });
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function reasonOf(score: number, trades: number, least: number): RejectedCell["reason"] {
  if (Number.isNaN(trades)) return "no result";
  if (trades < least) return "too few trades";
  return Number.isNaN(score) ? "no score" : "others scored better";
}

import type { RunId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { BacktestSpec, DagSpec } from "../../factory/dag-spec.ts";
import { minTradesOf } from "../../factory/dag-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { readChosenCells } from "../../store/search/chosen-cells.ts";
import { sweepTask } from "../kinds/sweep/sweep-tasks.ts";
import { readRoundScores } from "./round-scores.ts";
import { roundTasks } from "./search-tasks.ts";
import { taskGrid } from "./task-grid.ts";

/** A cell that a halving has left behind. */
export interface RejectedCell {
  /** 1 for the first. */
  readonly rung: number;
  readonly params: Params;
  /** Of the objective, on the bars of the rung; null where it has none. */
  readonly score: number | null;
  readonly reason: "no result" | "too few trades" | "no score" | "others scored better";
}

/** The cells that the halvings of a backtest have left behind, rung by rung; none of any other search, and while a rung is open. */
export async function rejectedCells(
  connection: Connection,
  run: { readonly id: RunId; readonly spec: DagSpec },
  backtest: BacktestSpec,
): Promise<readonly RejectedCell[]> {
  const { search } = backtest;
  if (search?.method !== "successive_halving") return [];
  const index = run.spec.backtests.indexOf(backtest);
  const tasks = await listTasks(connection, run.id);
  const rungs = roundTasks(tasks, index);
  const after = [...rungs.slice(1), sweepTask(tasks, index)];
  const rejected: RejectedCell[] = [];
  for (const [at, task] of rungs.entries()) {
    const next = after[at];
    // A later rung that has not begun has chosen none yet.
    if (next === undefined || (await readChosenCells(connection, next.id)) === null) break;
    const [grid, kept] = [await taskGrid(connection, task, backtest), await taskGrid(connection, next, backtest)];
    const { scores, trades } = await readRoundScores(connection, task, { ...backtest, search });
    for (let cell = 0; cell < grid.count; cell++) {
      const params = grid.cellAt(cell);
      if (kept.indexOf(params) !== null) continue;
      const score = scores[cell] ?? Number.NaN;
      const reason = reasonOf(score, trades[cell] ?? Number.NaN, minTradesOf(backtest));
      rejected.push({ rung: at + 1, params, score: Number.isFinite(score) ? score : null, reason });
    }
  }
  return rejected;
}

function reasonOf(score: number, trades: number, least: number): RejectedCell["reason"] {
  if (Number.isNaN(trades)) return "no result";
  if (trades < least) return "too few trades";
  return Number.isNaN(score) ? "no score" : "others scored better";
}

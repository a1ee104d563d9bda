import { type Improvement, improvements } from "../../analytics/search/convergence.ts";
import type { Importance } from "../../analytics/sweep-views/importance.ts";
import { axisUnits, searchImportance } from "../../analytics/sweep-views/search-importance.ts";
import { rankingEnd } from "../../core/metrics/metric-set.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { searchRounds } from "../../factory/search/search-rounds.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { readChosenCells } from "../../store/search/chosen-cells.ts";
import { readParts } from "../../store/sweep/parts.ts";
import { readSweepColumns } from "../../store/sweep/sweep-columns.ts";
import { objectiveOf } from "../metrics-of.ts";
import { readRoundScores } from "./round-scores.ts";
import type { Searched } from "./search-tasks.ts";
import { taskGrid } from "./task-grid.ts";

/** How far a search is, and what it has found. */
export interface SearchView {
  readonly backtest: BacktestSpec;
  /** The metric that it goes by. */
  readonly objective: string;
  /** Cells with a result, each once, however many rounds have computed it. */
  readonly trials: number;
  /** In order, the backtest as the last one; none of a draw. */
  readonly rounds: readonly SearchRoundView[];
  /** Null of a halving, whose survivors are found in no order. */
  readonly convergence: readonly Improvement[] | null;
  /** Of the objective, among the cells of the backtest. */
  readonly importance: Importance & { readonly params: readonly string[] };
}

interface SearchRoundView {
  /** Key of its task. */
  readonly task: string;
  readonly cells: number;
  /** Of the data that each cell is computed on: above 0, and 1 for all. */
  readonly share: number;
  readonly done: number;
  readonly failed: number;
  /** Of the objective on that share; null before any cell has one. */
  readonly best: number | null;
  /** How many of its cells the next round goes without; null before that has begun, and of a TPE. */
  readonly rejected: number | null;
}

/**
 * The search of a backtest; null of a plain grid. A round costs the reading of two columns.
 *
 * @param tasks those of its rounds in order, then its own
 */
export async function searchView(
  connection: Connection,
  tasks: readonly TaskRow[],
  backtest: BacktestSpec,
): Promise<SearchView | null> {
  const task = tasks.at(-1);
  const { search } = backtest;
  if (task === undefined || (search === undefined && backtest.grid.draw === undefined)) return null;
  const parts = await readParts(connection, task.id);
  const grid = await taskGrid(connection, task, backtest);
  const objective = search?.objective ?? backtest.objective;
  const [column] = await readSweepColumns(connection, { parts, cells: grid.count }, [objective]);
  if (column === undefined) throw new Error("A column is missing");
  const axes = grid.axes.map((axis) => Array.from({ length: axis.count }, (_, place) => axis.valueAt(place)));
  const places = { cells: grid.count, onAxes: grid.count, lengths: axes.map(({ length }) => length), raw: null };
  const listed = grid.listed ?? new Int32Array();
  const about = { places: { ...places, listed }, axes: axes.map(axisUnits) };
  const importance = { ...searchImportance(about, column.values, null), params: grid.axes.map(({ name }) => name) };
  const better = rankingEnd(objectiveOf({ ...backtest, objective }));
  if (search === undefined) {
    const trials = task.cellsDone - task.cellsFailed;
    return { backtest, objective, trials, rounds: [], convergence: improvements(column.values, better), importance };
  }
  const rounds = await roundsOf(connection, tasks, { ...backtest, search });
  const counted = search.method === "tpe" ? rounds.slice(0, -1) : rounds.slice(0, 1);
  const before = counted.reduce((sum, { view }) => sum + view.done - view.failed, 0);
  // The backtest of a TPE has the cells of all batches before its own.
  const tried = Float64Array.from(counted.flatMap(({ scores }) => [...scores]));
  const all = Float64Array.from(column.values, (value, cell) => (Number.isNaN(value) ? (tried[cell] ?? value) : value));
  const isTpe = search.method === "tpe";
  return {
    backtest,
    objective,
    trials: isTpe ? Math.max(before, task.cellsDone - task.cellsFailed) : before,
    rounds: rounds.map(({ view }) => view),
    convergence: isTpe ? improvements(all, better) : null,
    importance,
  };
}

interface ReadRound {
  readonly view: SearchRoundView;
  readonly scores: Float64Array;
}

async function roundsOf(
  connection: Connection,
  tasks: readonly TaskRow[],
  backtest: Searched,
): Promise<readonly ReadRound[]> {
  const better = rankingEnd(objectiveOf({ ...backtest, objective: backtest.search.objective }));
  const rounds: ReadRound[] = [];
  for (const [at, task] of tasks.entries()) {
    const { scores } = await readRoundScores(connection, task, backtest);
    const next = tasks[at + 1];
    const isChosen = next !== undefined && (await readChosenCells(connection, next.id)) !== null;
    const view: SearchRoundView = {
      task: task.key,
      cells: task.cellsTotal,
      share: backtest.search.method === "tpe" ? 1 : (searchRounds(backtest, 1)[at]?.share ?? 1),
      done: task.cellsDone,
      failed: task.cellsFailed,
      best: improvements(scores, better).at(-1)?.score ?? null,
      rejected: backtest.search.method !== "tpe" && isChosen ? task.cellsTotal - next.cellsTotal : null,
    };
    rounds.push({ view, scores });
  }
  return rounds;
}

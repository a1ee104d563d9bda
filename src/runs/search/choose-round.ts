import { rankCells } from "../../analytics/ranking/rank-cells.ts";
import { rankingEnd } from "../../core/metrics/metric-set.ts";
import type { TaskId } from "../../core/names/ids.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import type { PlacedCells } from "../../factory/draw/draw-cells.ts";
import { openAxis } from "../../factory/grid/axis.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
import { keepChosenCells, readChosenCells } from "../../store/search/chosen-cells.ts";
import { type OpenDeps, pinnedTask } from "../sweep/open-task.ts";
import { chooseByTpe } from "./choose-by-tpe.ts";
import { readRoundScores } from "./round-scores.ts";
import { isSearched, roundTasks, type Searched } from "./search-tasks.ts";

/**
 * Chooses the cells of a task that is about to begin, where a search does so, and keeps them: what is kept stays, whoever begins the
 * task again. The choice follows from the results of earlier rounds and the seed alone, so that one that was lost is made again.
 *
 * @throws AppError RUN_NOT_FOUND when the task is gone
 */
export async function chooseRound(taskId: TaskId, deps: Pick<OpenDeps, "database" | "dags">): Promise<void> {
  const { task, run, backtest } = await pinnedTask(taskId, deps);
  const { search } = backtest;
  const { database } = deps;
  if (search === undefined || !isSearched(task, backtest)) return;
  if ((await readChosenCells(database, taskId)) !== null) return;
  const rounds = roundTasks(await listTasks(database, run.id), task.specIndex);
  const before = rounds.filter(({ position }) => position < task.position);
  await keepChosenCells(
    database,
    taskId,
    await chosenFor(database, task, { backtest: { ...backtest, search }, before }),
  );
}

function chosenFor(
  connection: Connection,
  task: TaskRow,
  about: { readonly backtest: Searched; readonly before: readonly TaskRow[] },
): Promise<PlacedCells> {
  const { backtest, before } = about;
  const last = before.at(-1);
  if (last === undefined) {
    const grid = openGrid(backtest.grid, backtest.params);
    return Promise.resolve(firstPlaces(backtest, grid, task.cellsTotal));
  }
  return backtest.search.method === "tpe"
    ? chooseByTpe(connection, task, about)
    : survivors(connection, { task, last, backtest });
}

async function survivors(
  connection: Connection,
  { task, last, backtest }: { readonly task: TaskRow; readonly last: TaskRow; readonly backtest: Searched },
): Promise<PlacedCells> {
  const chosen = (await readChosenCells(connection, last.id)) ?? { places: new Int32Array(), count: 0 };
  const { scores } = await readRoundScores(connection, last, backtest);
  return bestOf(chosen, scores, { backtest, count: task.cellsTotal });
}

/** The best of a round, in the order of their numbers: of equal ones the lower number, those without a score last. */
export function bestOf(
  { places }: PlacedCells,
  scores: Float64Array,
  { backtest, count }: { readonly backtest: Searched; readonly count: number },
): PlacedCells {
  const axes = backtest.grid.axes.length;
  const kept = rankCells(scores, rankingEnd(describeMetric(backtest.search.objective)), count).sort();
  const chosen = new Int32Array(kept.length * axes);
  for (const [at, cell] of kept.entries()) chosen.set(places.subarray(cell * axes, (cell + 1) * axes), at * axes);
  return { places: chosen, count: kept.length };
}

/** Where the first cells of a grid stand. */
export function firstPlaces({ grid: { axes: specs } }: BacktestSpec, grid: Grid, count: number): PlacedCells {
  const axes = specs.map(openAxis);
  const places = new Int32Array(count * axes.length);
  for (let cell = 0; cell < count; cell++) {
    const params = grid.cellAt(cell);
    places.set(
      axes.map((axis) => axis.indexOf(params[axis.name])),
      cell * axes.length,
    );
  }
  return { places, count };
}

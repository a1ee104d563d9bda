import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { listedGrid } from "../../factory/draw/listed-grid.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { readChosenCells } from "../../store/search/chosen-cells.ts";
import { isSearched } from "./search-tasks.ts";

const NONE = { places: new Int32Array(), count: 0 };

/** The cells of a task: those of its backtest's grid, or those that a search has chosen for it; none before it has. */
export async function taskGrid(
  connection: Connection,
  task: Pick<TaskRow, "id" | "kind">,
  backtest: BacktestSpec,
): Promise<Grid> {
  const { grid, params } = backtest;
  if (!isSearched(task, backtest)) return openGrid(grid, params);
  return listedGrid(grid.axes, params, (await readChosenCells(connection, task.id)) ?? NONE);
}

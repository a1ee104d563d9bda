import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { listedGrid } from "../../factory/draw/listed-grid.ts";
import type { Grid } from "../../factory/grid/grid.ts";
import { openGrid } from "../../factory/grid/open-grid.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { readChosenCells } from "../../store/search/chosen-cells.ts";
import { isSearched } from "./search-tasks.ts";

/** The cells of a task: those of its backtest's grid, or those that a search has chosen for it; before it has, all it can choose. */
export async function taskGrid(
  connection: Connection,
  task: Pick<TaskRow, "id" | "kind">,
  backtest: BacktestSpec,
): Promise<Grid> {
  const { grid, params } = backtest;
  const chosen = isSearched(task, backtest) ? await readChosenCells(connection, task.id) : null;
  return chosen === null ? openGrid(grid, params) : listedGrid(grid.axes, params, chosen);
}

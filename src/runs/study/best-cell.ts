import type { TaskId } from "../../core/names/ids.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import { type CellRow, listCells } from "../../store/sweep/read-cells.ts";
import { bestFirstBy } from "../query/cell-view.ts";
import type { Sweep } from "../sweep/open-sweep.ts";

/** The best cell of a backtest by its objective. */
export interface BestCell extends Pick<CellRow, "cell"> {
  readonly params: Params;
  readonly result: NonNullable<CellRow["result"]>;
}

/** Null when no cell succeeded. @param backtestTask the task of the backtest */
export async function bestCell(
  { backtest, grid }: Sweep,
  backtestTask: TaskId,
  database: Connection,
): Promise<BestCell | null> {
  const order = bestFirstBy(backtest);
  const [first] = await listCells(database, { taskId: backtestTask, order, limit: 1 });
  if (first === undefined || first.result === null) return null;
  return { cell: first.cell, params: grid.cellAt(first.cell), result: first.result };
}

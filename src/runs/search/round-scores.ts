import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { rangeColumnId } from "../../engine/ranges/range-column-id.ts";
import { minTradesOf } from "../../factory/dag-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { competing } from "../../store/sweep/cell-figures.ts";
import { readParts } from "../../store/sweep/parts.ts";
import { readSweepColumns } from "../../store/sweep/sweep-columns.ts";
import { isRound } from "../kinds/sweep/sweep-tasks.ts";
import type { Searched } from "./search-tasks.ts";

/** What the cells of a round have come to. */
export interface RoundScores {
  /** By the number of the cell: NaN for those that do not compete, infinite where nothing was lost. */
  readonly scores: Float64Array;
  /** Trades; NaN for cells without a result. */
  readonly trades: Float64Array;
}

/** Reads what a search chooses by. */
export async function readRoundScores(
  connection: Connection,
  task: Pick<TaskRow, "id" | "kind" | "cellsTotal">,
  { search, ...backtest }: Searched,
): Promise<RoundScores> {
  const isPart = isRound(task) && search.method === "successive_halving";
  const named = (metric: string): string => (isPart ? rangeColumnId(0, metric) : metric);
  const parts = await readParts(connection, task.id);
  const names = [named(search.objective), named("total_trades")];
  const [wanted, trades] = await readSweepColumns(connection, { parts, cells: task.cellsTotal }, names);
  if (!wanted || !trades) throw new Error("Columns are missing");
  const enough = { counts: trades.values, least: minTradesOf(backtest) };
  return { scores: competing(wanted, enough, describeMetric(search.objective)), trades: trades.values };
}

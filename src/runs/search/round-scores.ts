import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { rangeColumnId } from "../../engine/ranges/range-column-id.ts";
import { minTradesOf } from "../../factory/dag-spec.ts";
import type { Connection } from "../../store/connection/transaction.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { competing } from "../../store/sweep/cell-figures.ts";
import type { MetricColumn } from "../../store/sweep/batches.ts";
import type { SearchSpec } from "../../core/spec/search/search-spec.ts";
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
  const parts = await readParts(connection, task.id);
  const names = roundColumns(search, isRound(task));
  const [wanted, trades] = await readSweepColumns(connection, { parts, cells: task.cellsTotal }, names);
  if (!wanted || !trades) throw new Error("Columns are missing");
  return { scores: scoresOf(wanted, trades, { search, ...backtest }), trades: trades.values };
}

/** Names of the columns that cells of a round compete by: rungs of a halving measure parts. @param isRung not the backtest itself */
export function roundColumns(
  { method, objective }: SearchSpec,
  isRung: boolean,
): readonly [wanted: string, trades: string] {
  const named = (metric: string) => (isRung && method === "successive_halving" ? rangeColumnId(0, metric) : metric);
  return [named(objective), named("total_trades")];
}

/** What cells compete by. */
export function scoresOf(wanted: MetricColumn, trades: Pick<MetricColumn, "values">, backtest: Searched): Float64Array {
  const enough = { counts: trades.values, least: minTradesOf(backtest) };
  return competing(wanted, enough, describeMetric(backtest.search.objective));
}

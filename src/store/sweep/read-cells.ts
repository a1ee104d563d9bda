import type { TaskId } from "../../core/names/ids.ts";
import type { Params } from "../../core/values/params.ts";
import type { CellState } from "../../core/names/states.ts";
import type { Refusals } from "../../engine/backtest.ts";
import {
  type CellMetrics,
  type MetricId,
  type MetricReasons,
  rankingEnd,
  SWEEP_METRIC_IDS,
  type SweepMetricId,
} from "../../engine/metrics/metric-catalogue.ts";
import type { TaskError } from "../run/tasks.ts";
import { type CellNotes, isLossless, metricColumn, readNotes } from "./cell-notes.ts";
import type { Connection, Database } from "../connection/transaction.ts";

export interface CellRow {
  readonly cell: number;
  readonly state: CellState;
  readonly error: TaskError | null;
  /** Null when the cell failed; the grid knows its parameters. */
  readonly result: CellResult | null;
}

export interface CellResult {
  readonly params: Params;
  readonly metrics: CellMetrics;
  readonly reasons: MetricReasons;
  /** Entries that were refused; null for none. */
  readonly refused: Refusals | null;
}

/**
 * What to sort by. Cells with fewer than `minTrades` trades come after all others, in each part what is undefined because
 * nothing was lost counts as the better end (among them the higher total return first), other undefined metrics come last;
 * then failed cells. Equal ones in cell order.
 */
export type CellOrder =
  | { readonly by: "cell" }
  | MetricOrder
  | { readonly by: "param"; readonly param: string; readonly descending: boolean };

export interface MetricOrder {
  readonly by: "metric";
  readonly metric: MetricId;
  readonly descending: boolean;
  /** 0 for no such rule. */
  readonly minTrades: number;
}

export interface CellQuery {
  readonly taskId: TaskId;
  readonly order: CellOrder;
  /** Absent for cells of any state. */
  readonly state?: CellState;
  /** Absent for cells of any number. */
  readonly cell?: number;
  /** Null for all. */
  readonly limit: number | null;
}

type WireRow = Readonly<Record<SweepMetricId, number | null>> & {
  readonly cell: number;
  readonly state: CellState;
  readonly error: TaskError | null;
  readonly params: Params | null;
  readonly reasons: CellNotes | null;
};

/** The base is looked up once, before the join: as a column of `task` it kept the planner from the primary key (base, key). */
const SELECT = `
  select cell.cell, cell.state, cell.error, result.params, result.reasons,
    ${SWEEP_METRIC_IDS.map((id) => `result.${id}`).join(", ")}
  from cell left join result on result.base = (select base from task where id = $1) and result.key = cell.result_key
  where cell.task_id = $1 and ($3::text is null or cell.state = $3) and ($4::int is null or cell.cell = $4)`;

/** For a few cells; see `streamCells` for many. */
export async function listCells(connection: Connection, query: CellQuery): Promise<readonly CellRow[]> {
  const { text, values } = statementOf(query);
  const { rows } = await connection.query<WireRow>(text, values);
  return rows.map(cellRow);
}

/** How many cells with a result have fewer trades than that. */
export async function countRarelyTraded(connection: Connection, taskId: TaskId, minTrades: number): Promise<number> {
  if (minTrades === 0) return 0;
  const { rows } = await connection.query<{ cells: number }>({
    name: "count-rarely-traded",
    text: `
      select count(*)::int as cells
      from cell join task on task.id = cell.task_id
        join result on result.base = task.base and result.key = cell.result_key
      where cell.task_id = $1 and coalesce(result.total_trades, 0) < $2`,
    values: [taskId, minTrades],
  });
  return rows[0]?.cells ?? 0;
}

const PAGE = 2000;

/** Any number of cells through a cursor: memory holds one page, and all pages show the same moment. */
export async function* streamCells(
  database: Database,
  query: CellQuery,
): AsyncGenerator<readonly CellRow[], void, undefined> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    const { text, values } = statementOf(query);
    await client.query("begin read only");
    await client.query(`declare cells no scroll cursor for ${text}`, values);
    for (;;) {
      const { rows } = await client.query<WireRow>(`fetch forward ${PAGE} from cells`);
      if (rows.length > 0) yield rows.map(cellRow);
      if (rows.length < PAGE) return;
    }
  } finally {
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    client.release(broken);
  }
}

function statementOf(query: CellQuery): { text: string; values: unknown[] } {
  const values: unknown[] = [query.taskId, query.limit, query.state ?? null, query.cell ?? null];
  if (query.order.by === "param") values.push(query.order.param);
  return { text: `${SELECT} order by ${orderBy(query.order)} limit $2`, values };
}

/** Column names come from the metric catalogue, never from a caller's text. */
function orderBy(order: CellOrder): string {
  switch (order.by) {
    case "cell":
      return "cell.cell";
    case "metric":
      return metricOrder(order);
    case "param":
      return `result.params -> $5 ${direction(order.descending)}, cell.cell`;
  }
}

/** Above every number is Infinity in the direction that is better, which is the other one where the order is turned around. */
function metricOrder({ metric, descending, minTrades }: MetricOrder): string {
  const endless = rankingEnd(metric) === "higher" ? "Infinity" : "-Infinity";
  const value = `case when ${isLossless(metric)} then '${endless}'::float8 else ${metricColumn(metric)} end`;
  const rarely = minTrades > 0 ? `coalesce(result.total_trades, 0) < ${Math.trunc(minTrades)}, ` : "";
  const gain = `case when ${isLossless(metric)} then result.total_return end desc nulls last`;
  return `cell.state = 'failed', ${rarely}${value} ${direction(descending)}, ${gain}, cell.cell`;
}

function direction(descending: boolean): string {
  return descending ? "desc nulls last" : "asc nulls last";
}

function cellRow(row: WireRow): CellRow {
  const { cell, state, error, params, reasons } = row;
  if (params === null) return { cell, state, error, result: null };
  const notes = readNotes(reasons);
  const swept = Object.fromEntries(SWEEP_METRIC_IDS.map((id) => [id, row[id]])) as Record<SweepMetricId, number | null>;
  const metrics = { ...swept, ...notes.computed };
  return { cell, state, error, result: { params, metrics, reasons: notes.reasons, refused: notes.refused } };
}

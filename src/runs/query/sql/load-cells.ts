import { UNDEFINED_REASONS } from "../../../core/metrics/undefined-reason.ts";
import { ownValue } from "../../../core/values/own-record.ts";
import type { QueryRoom } from "../../../files/sql/query-room.ts";
import type { SqlTable, SqlValue } from "../../../files/sql/sql-table.ts";
import type { RunDeps } from "../../run-deps.ts";
import { readBatchColumns } from "../../../store/sweep/batch-slices.ts";
import { readFailedCells } from "../../../store/sweep/failed-cells.ts";
import { type Part, readParts } from "../../../store/sweep/parts.ts";
import type { CellTable } from "./cell-table.ts";
import type { ScopedSweep } from "./sweeps-in-scope.ts";

export interface LoadDeps extends Pick<RunDeps, "database" | "depot"> {
  readonly room: QueryRoom;
  readonly signal: AbortSignal;
}

/** Rows that are handed over at once. */
const BLOCK = 20_000;

/** Fills `cells` with the cells of a sweep that are done: memory holds one range of them. Returns how many. */
export async function loadCells(
  { run, view }: ScopedSweep,
  table: CellTable,
  { database, room, signal }: LoadDeps,
): Promise<number> {
  const { backtest, grid } = view;
  const columnsOf = (cells: readonly number[], state: string): (readonly SqlValue[])[] => [
    cells.map(() => run.id),
    cells.map(() => run.dagId),
    cells.map(() => backtest.name),
    cells,
    cells.map(() => state),
  ];
  const paramsOf = (cells: readonly number[]): (readonly SqlValue[])[] => {
    const all = table.params.length === 0 ? [] : cells.map((cell) => grid.cellAt(cell));
    return table.params.map(({ id, column }) =>
      all.map((params) => {
        const value = ownValue<SqlValue>(params, id) ?? null;
        return column.kind === "text" && value !== null ? String(value) : value;
      }),
    );
  };
  let count = 0;
  const ids = table.metrics.map(({ id }) => id);
  for (const part of await readParts(database, view.taskId)) {
    signal.throwIfAborted();
    const stored = ids.length === 0 ? [] : await readBatchColumns(database, part.batchId, ids);
    for (const [cells, rows] of blocks(part)) {
      const metrics = ids.map((_, place) => rows.map((row) => stored[place]?.values[row] ?? null));
      const texts = cells.map((cell) => grid.textAt(cell));
      const none = cells.map(() => null);
      await room.add(table, [...columnsOf(cells, part.state), none, texts, ...paramsOf(cells), ...metrics]);
      count += cells.length;
    }
  }
  const failed = await readFailedCells(database, view.taskId);
  const cells = [...failed.keys()];
  if (cells.length === 0) return count;
  const errors = [...failed.values()].map(({ message }) => message);
  const texts = cells.map((cell) => grid.textAt(cell));
  const nothing = ids.map(() => cells.map(() => null));
  await room.add(table, [...columnsOf(cells, "failed"), errors, texts, ...paramsOf(cells), ...nothing]);
  return count + cells.length;
}

/** A row per cell and metric, with the reason why a value is null: what `cells` cannot say. */
export const METRIC_TABLE: SqlTable = {
  name: "metrics",
  columns: [
    { name: "run_id", kind: "text" },
    { name: "dag", kind: "text" },
    { name: "backtest", kind: "text" },
    { name: "cell", kind: "integer" },
    { name: "metric", kind: "text" },
    { name: "value", kind: "number" },
    { name: "reason", kind: "text" },
  ],
};

export async function loadMetrics(
  { run, view, metrics }: ScopedSweep,
  { database, room, signal }: LoadDeps,
): Promise<number> {
  let count = 0;
  for (const part of await readParts(database, view.taskId)) {
    for (const name of metrics) {
      signal.throwIfAborted();
      const [stored] = await readBatchColumns(database, part.batchId, [name]);
      if (stored === null || stored === undefined) continue;
      for (const [cells, rows] of blocks(part)) {
        await room.add(METRIC_TABLE, [
          cells.map(() => run.id),
          cells.map(() => run.dagId),
          cells.map(() => view.backtest.name),
          cells,
          cells.map(() => name),
          rows.map((row) => stored.values[row] ?? null),
          rows.map((row) => UNDEFINED_REASONS[(stored.reasons[row] ?? 0) - 1] ?? null),
        ]);
        count += cells.length;
      }
    }
  }
  return count;
}

/** Cells of a part with their rows in its batch. */
function* blocks(part: Part): Generator<readonly [cells: readonly number[], rows: readonly number[]]> {
  for (let from = 0; from < part.count; from += BLOCK) {
    const indexes = Array.from({ length: Math.min(BLOCK, part.count - from) }, (_, index) => from + index);
    yield [indexes.map((index) => part.cellAt(index)), indexes.map((index) => part.rowAt(index))];
  }
}

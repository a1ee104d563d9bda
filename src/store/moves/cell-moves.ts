import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { CellState } from "../../core/names/states.ts";
import { int4Array, textArray } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { BatchId } from "../sweep/batches.ts";
import type { FailedCell } from "../sweep/failed-cells.ts";
import { packInts } from "../sweep/packed.ts";

/** Cells of a sweep that are rows of one batch. */
export interface NewPart {
  readonly batchId: BatchId;
  readonly state: "succeeded" | "cached";
  /** Ascending. */
  readonly cells: Int32Array;
  /** The row of each; null: the first, the second, … */
  readonly rows: Int32Array | null;
}

export async function insertPart(connection: Connection, taskId: TaskId, part: NewPart): Promise<void> {
  const { batchId, state, cells, rows } = part;
  const [first] = cells;
  const last = cells.at(-1);
  if (first === undefined || last === undefined) return;
  await connection.query({
    name: "insert-part",
    text: `
      insert into sweep_part (task_id, first_cell, last_cell, batch_id, state, cells, numbers, rows)
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      taskId,
      first,
      last,
      batchId,
      state,
      cells.length,
      last - first === cells.length - 1 ? null : packInts(cells),
      rows === null || rows.every((row, index) => row === index) ? null : packInts(rows),
    ],
  });
}

export async function insertFailedCells(
  connection: Connection,
  taskId: TaskId,
  failed: readonly FailedCell[],
): Promise<void> {
  if (failed.length === 0) return;
  await connection.query({
    name: "insert-failed-cells",
    text: `
      insert into failed_cell (task_id, cell, error)
      select $1, new.cell, new.error::jsonb from unnest($2::int4[], $3::text[]) as new (cell, error)`,
    values: [taskId, int4Array(failed.map((cell) => cell.cell)), textArray(failed.map((cell) => jsonText(cell.error)))],
  });
}

export type CellCounts = Readonly<Record<CellState, number>>;

export interface ExtendedCells {
  readonly cells: number;
  /** Bars that they had traded before. */
  readonly from: number;
}

export interface SweepProgress {
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsFailed: number;
}

/**
 * Counts cells that were written at their sweep and at its run. Expects the lock on the run.
 *
 * @param counts.extended those among the succeeded that were gone on with
 * @param counts.cellMs measured cost of one cell of the range, in milliseconds; null keeps what is known
 */
export async function countCells(
  connection: Connection,
  { taskId, runId }: { readonly taskId: TaskId; readonly runId: RunId },
  counts: CellCounts & { readonly cellMs: number | null; readonly extended?: ExtendedCells | null },
): Promise<SweepProgress> {
  const { extended } = counts;
  const { rows } = await connection.query<SweepProgress>({
    name: "count-cells",
    text: `
      with counted as (
        update run set cells_done = cells_done + $3 + $4 + $5, cells_succeeded = cells_succeeded + $3,
          cells_cached = cells_cached + $4, cells_failed = cells_failed + $5
        where id = $2
      )
      update task set cells_done = cells_done + $3 + $4 + $5, cells_succeeded = cells_succeeded + $3,
        cells_cached = cells_cached + $4, cells_failed = cells_failed + $5,
        cells_extended = cells_extended + $7, extended_from = coalesce($8, extended_from),
        cell_ms = case when $6::float8 is null then cell_ms when cell_ms is null then $6 else 0.5 * cell_ms + 0.5 * $6 end
      where id = $1
      returning cells_total as "cellsTotal", cells_done as "cellsDone", cells_failed as "cellsFailed"`,
    values: [
      taskId,
      runId,
      counts.succeeded,
      counts.cached,
      counts.failed,
      counts.cellMs,
      extended?.cells ?? 0,
      extended?.from ?? null,
    ],
  });
  return rows[0] ?? { cellsTotal: 0, cellsDone: 0, cellsFailed: 0 };
}

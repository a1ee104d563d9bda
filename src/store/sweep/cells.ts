import type { TaskId } from "../../core/names/ids.ts";
import type { CellCounts } from "../run/runs.ts";
import type { TaskError } from "../run/tasks.ts";
import { byteaArray, int4Array, textArray } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";

export interface DoneCells {
  readonly state: "succeeded" | "cached";
  readonly cells: Int32Array;
  readonly keys: readonly Uint8Array[];
}

/** Marks cells as having a result. */
export async function insertDoneCells(connection: Connection, taskId: TaskId, done: DoneCells): Promise<void> {
  if (done.cells.length === 0) return;
  await connection.query({
    name: "insert-done-cells",
    text: `
      insert into cell (task_id, cell, state, result_key)
      select $1, new.cell, $2, new.key from unnest($3::int4[], $4::bytea[]) as new (cell, key)`,
    values: [taskId, done.state, int4Array(done.cells), byteaArray(done.keys)],
  });
}

export interface FailedCell {
  readonly cell: number;
  readonly error: TaskError;
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
      insert into cell (task_id, cell, state, error)
      select $1, new.cell, 'failed', new.error::jsonb from unnest($2::int4[], $3::text[]) as new (cell, error)`,
    values: [taskId, int4Array(failed.map((cell) => cell.cell)), textArray(failed.map((cell) => jsonText(cell.error)))],
  });
}

/** Cells in [from, to) that are done already (cached before the sweep began). */
export async function cellsDoneWithin(
  connection: Connection,
  taskId: TaskId,
  range: { readonly from: number; readonly to: number },
): Promise<ReadonlySet<number>> {
  const { rows } = await connection.query<{ cell: number }>({
    name: "cells-done-within",
    text: `select cell from cell where task_id = $1 and cell >= $2 and cell < $3`,
    values: [taskId, range.from, range.to],
  });
  return new Set(rows.map((row) => row.cell));
}

export interface SweepProgress {
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsFailed: number;
}

/** Adds to the counters of a sweep; `cellMs` is the measured cost of one cell of the range, null keeps the last one. */
export async function addTaskCells(
  connection: Connection,
  taskId: TaskId,
  counts: CellCounts & { readonly cellMs: number | null },
): Promise<SweepProgress> {
  const { rows } = await connection.query<SweepProgress>({
    name: "add-task-cells",
    text: `
      update task set cells_done = cells_done + $2 + $3 + $4, cells_succeeded = cells_succeeded + $2,
        cells_cached = cells_cached + $3, cells_failed = cells_failed + $4,
        cell_ms = case when $5::float8 is null then cell_ms when cell_ms is null then $5 else 0.5 * cell_ms + 0.5 * $5 end
      where id = $1
      returning cells_total as "cellsTotal", cells_done as "cellsDone", cells_failed as "cellsFailed"`,
    values: [taskId, counts.succeeded, counts.cached, counts.failed, counts.cellMs],
  });
  return rows[0] ?? { cellsTotal: 0, cellsDone: 0, cellsFailed: 0 };
}

/** The first failed cell of a sweep: what to say when all of them failed. */
export async function firstFailure(connection: Connection, taskId: TaskId): Promise<FailedCell | null> {
  const { rows } = await connection.query<FailedCell>(
    `select cell, error from cell where task_id = $1 and state = 'failed' order by cell limit 1`,
    [taskId],
  );
  return rows[0] ?? null;
}

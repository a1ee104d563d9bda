import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { CellState } from "../../core/names/states.ts";
import { byteaArray, int4Array, textArray } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { FailedCell } from "../sweep/cells.ts";

export interface DoneCells {
  readonly state: Exclude<CellState, "failed">;
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

export type CellCounts = Readonly<Record<CellState, number>>;

export interface SweepProgress {
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsFailed: number;
}

/**
 * Counts cells that were written at their sweep and at its run. Expects the lock on the run.
 *
 * @param counts.cellMs measured cost of one cell of the range, in milliseconds; null keeps what is known
 */
export async function countCells(
  connection: Connection,
  { taskId, runId }: { readonly taskId: TaskId; readonly runId: RunId },
  counts: CellCounts & { readonly cellMs: number | null },
): Promise<SweepProgress> {
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
        cell_ms = case when $6::float8 is null then cell_ms when cell_ms is null then $6 else 0.5 * cell_ms + 0.5 * $6 end
      where id = $1
      returning cells_total as "cellsTotal", cells_done as "cellsDone", cells_failed as "cellsFailed"`,
    values: [taskId, runId, counts.succeeded, counts.cached, counts.failed, counts.cellMs],
  });
  return rows[0] ?? { cellsTotal: 0, cellsDone: 0, cellsFailed: 0 };
}

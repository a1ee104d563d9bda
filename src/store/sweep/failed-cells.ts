import type { TaskId } from "../../core/names/ids.ts";
import type { TaskError } from "../run/tasks.ts";
import { int4Array, textArray } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";

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
      insert into failed_cell (task_id, cell, error)
      select $1, new.cell, new.error::jsonb from unnest($2::int4[], $3::text[]) as new (cell, error)`,
    values: [taskId, int4Array(failed.map((cell) => cell.cell)), textArray(failed.map((cell) => jsonText(cell.error)))],
  });
}

/** Those in [from, to), in ascending order. */
export async function readFailedCells(
  connection: Connection,
  taskId: TaskId,
  { from = 0, to = 2 ** 31 - 1 }: { readonly from?: number; readonly to?: number } = {},
): Promise<ReadonlyMap<number, TaskError>> {
  const { rows } = await connection.query<FailedCell>({
    name: "read-failed-cells",
    text: `select cell, error from failed_cell where task_id = $1 and cell >= $2 and cell < $3 order by cell`,
    values: [taskId, from, to],
  });
  return new Map(rows.map(({ cell, error }) => [cell, error]));
}

/** The first failed cell of a sweep: what to say when all of them failed. */
export async function firstFailure(connection: Connection, taskId: TaskId): Promise<FailedCell | null> {
  const { rows } = await connection.query<FailedCell>(
    `select cell, error from failed_cell where task_id = $1 order by cell limit 1`,
    [taskId],
  );
  return rows[0] ?? null;
}

import type { TaskId } from "../../core/names/ids.ts";
import type { TaskError } from "../run/tasks.ts";
import type { Connection } from "../connection/transaction.ts";

export interface FailedCell {
  readonly cell: number;
  readonly error: TaskError;
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

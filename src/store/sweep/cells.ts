import type { TaskId } from "../../core/names/ids.ts";
import type { TaskError } from "../run/tasks.ts";
import type { Connection } from "../connection/transaction.ts";

export interface FailedCell {
  readonly cell: number;
  readonly error: TaskError;
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

/** The first failed cell of a sweep: what to say when all of them failed. */
export async function firstFailure(connection: Connection, taskId: TaskId): Promise<FailedCell | null> {
  const { rows } = await connection.query<FailedCell>(
    `select cell, error from cell where task_id = $1 and state = 'failed' order by cell limit 1`,
    [taskId],
  );
  return rows[0] ?? null;
}

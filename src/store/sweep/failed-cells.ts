import type { TaskId } from "../../core/names/ids.ts";
import type { TaskError } from "../run/tasks.ts";
import { int4Array } from "../binary-array.ts";
import { unpackInts } from "./packed.ts";
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

/** Those of these cells that failed. */
export async function readFailuresOf(
  connection: Connection,
  taskId: TaskId,
  cells: readonly number[],
): Promise<ReadonlyMap<number, TaskError>> {
  const { rows } = await connection.query<FailedCell>({
    name: "read-failures-of",
    text: `select cell, error from failed_cell where task_id = $1 and cell = any($2::int4[]) order by cell`,
    values: [taskId, int4Array(cells)],
  });
  return new Map(rows.map(({ cell, error }) => [cell, error]));
}

/** Numbers of all of them, ascending. */
export async function readFailedNumbers(connection: Connection, taskId: TaskId): Promise<Int32Array> {
  const { rows } = await connection.query<{ numbers: Buffer | null }>({
    name: "read-failed-numbers",
    text: `select string_agg(int4send(cell), '' order by cell) as numbers from failed_cell where task_id = $1`,
    values: [taskId],
  });
  const numbers = rows[0]?.numbers ?? null;
  return numbers === null ? new Int32Array() : unpackInts(numbers);
}

/** The first failed cell of a sweep: what to say when all of them failed. */
export async function firstFailure(connection: Connection, taskId: TaskId): Promise<FailedCell | null> {
  const { rows } = await connection.query<FailedCell>(
    `select cell, error from failed_cell where task_id = $1 order by cell limit 1`,
    [taskId],
  );
  return rows[0] ?? null;
}

import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";
import { readParts } from "./parts.ts";

/** Which cell of which run computed a result: of one that was taken over from another run, that one. */
export interface CellOrigin {
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly cell: number;
}

/** Null when the cell has no result, or the run that computed it was deleted. */
export async function readCellOrigin(connection: Connection, taskId: TaskId, cell: number): Promise<CellOrigin | null> {
  const part = (await readParts(connection, taskId, { from: cell, to: cell + 1 })).find(
    (one) => one.indexOf(cell) >= 0,
  );
  if (part === undefined) return null;
  const row = part.rowAt(part.indexOf(cell));
  const { rows } = await connection.query<{ taskId: TaskId; runId: RunId }>({
    name: "read-batch-task",
    text: `
      select task.id::text as "taskId", task.run_id as "runId" from batch join task on task.id = batch.task_id
      where batch.id = $1`,
    values: [part.batchId],
  });
  const [owner] = rows;
  if (owner === undefined) return null;
  const own = (await readParts(connection, owner.taskId)).find((one) => one.batchId === part.batchId);
  if (own === undefined) return null;
  for (let index = 0; index < own.count; index++) {
    if (own.rowAt(index) === row) return { ...owner, cell: own.cellAt(index) };
  }
  return null;
}

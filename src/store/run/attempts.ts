import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** A decimal string; the fencing token of all that the attempt wants to commit. */
export type AttemptId = string;

/** How many workers are busy with a task. */
export async function countTaskAttempts(connection: Connection, taskId: TaskId): Promise<number> {
  const { rows } = await connection.query<{ count: number }>({
    name: "count-task-attempts",
    text: `select count(*)::int as count from attempt where task_id = $1 and state = 'running'`,
    values: [taskId],
  });
  return rows[0]?.count ?? 0;
}

/** Running tasks of a run that nobody works on: sweeps between two ranges. */
export async function listIdleTasks(connection: Connection, runId: RunId): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>(
    `select id::text from task
     where run_id = $1 and state = 'running'
       and not exists (select from attempt where task_id = task.id and attempt.state = 'running')`,
    [runId],
  );
  return rows.map((row) => row.id);
}

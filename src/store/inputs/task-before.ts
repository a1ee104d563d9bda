import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** The same backtest in an earlier run. */
export interface TaskBefore {
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly logicalDate: Date;
}

/**
 * The last one before a run in which a backtest of the DAG ended well, with the same overrides; null for none. Runs of
 * backfills do not count: they are about other nights, in any order.
 *
 * @param key of the task
 */
export async function readTaskBefore(
  connection: Connection,
  { runId, key }: { readonly runId: RunId; readonly key: string },
): Promise<TaskBefore | null> {
  const { rows } = await connection.query<TaskBefore>({
    name: "read-task-before",
    text: `
      select earlier.id as "runId", task.id as "taskId", earlier.logical_date as "logicalDate"
      from run join run as earlier on earlier.dag_id = run.dag_id
        and (earlier.created_at, earlier.id) < (run.created_at, run.id)
        and earlier.trigger <> 'backfill' and earlier.overrides = run.overrides
      join task on task.run_id = earlier.id and task.key = $2 and task.state = 'succeeded'
      where run.id = $1
      order by earlier.created_at desc, earlier.id desc limit 1`,
    values: [runId, key],
  });
  return rows[0] ?? null;
}

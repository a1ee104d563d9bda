import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** What a task that has not ended waits for. */
export interface TaskDelay {
  readonly taskId: TaskId;
  /** The earliest of its retries to come; null for none. */
  readonly retry: TaskRetry | null;
  /** The limit that it waits for; null for none. */
  readonly limit: string | null;
}

export interface TaskRetry {
  readonly at: Date;
  /** Tries that have failed. */
  readonly tries: number;
  /** Why it is tried again. */
  readonly reason: string;
  /** Cells that are tried again then; null for the whole of the task. */
  readonly cells: number | null;
}

interface DelayRow {
  readonly taskId: TaskId;
  readonly at: Date | null;
  readonly tries: number;
  readonly reason: string | null;
  readonly cells: number | null;
  readonly limit: string | null;
}

/** Of those tasks of a run that wait for a retry or for a limit. */
export async function listTaskDelays(connection: Connection, runId: RunId): Promise<readonly TaskDelay[]> {
  const { rows } = await connection.query<DelayRow>({
    name: "list-task-delays",
    text: `
      select task.id::text as "taskId", coalesce(spare.run_after, whole.run_after) as at,
        coalesce(spare.tries, task.attempts) as tries, coalesce(spare.error, task.error)->>'message' as reason,
        case when spare.run_after is not null then spare.cells end as cells, wait.name as limit
      from task
      left join lateral (select task.run_after where task.run_after > now()) whole on true
      left join lateral (
        select run_after, tries, error, sum(to_cell - from_cell) over ()::int as cells
        from spare_range where task_id = task.id and run_after > now() order by run_after limit 1) spare on true
      left join slot_wait wait on wait.task_id = task.id
      where task.run_id = $1 and task.state in ('queued', 'running')
        and (whole.run_after is not null or spare.run_after is not null or wait.name is not null)
      order by task.position`,
    values: [runId],
  });
  return rows.map(({ taskId, at, tries, reason, cells, limit }) => ({
    taskId,
    retry: at === null ? null : { at, tries, reason: reason ?? "", cells },
    limit,
  }));
}

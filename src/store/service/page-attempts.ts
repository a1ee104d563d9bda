import type { RunId } from "../../core/names/ids.ts";
import type { AttemptState } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import type { TaskError } from "../run/tasks.ts";

export interface AttemptFilter {
  readonly runId: RunId;
  /** Key of a task; null for all. */
  readonly task: string | null;
  /** Null for all. */
  readonly state: AttemptState | null;
}

export interface PagedAttempt {
  readonly id: string;
  readonly task: string;
  readonly state: AttemptState;
  readonly workerId: string | null;
  readonly host: string | null;
  readonly fromCell: number | null;
  readonly toCell: number | null;
  readonly tries: number;
  readonly kills: number;
  readonly progress: number | null;
  readonly externalId: string | null;
  /** Cells that were programs; 0 for none. */
  readonly programs: number;
  readonly durationMs: number | null;
  readonly cpuMs: number | null;
  readonly peakBytes: number | null;
  readonly error: TaskError | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

const FROM_ATTEMPTS = `
  from attempt join task on task.id = attempt.task_id
  where task.run_id = $1 and ($2::text is null or task.key = $2) and ($3::text is null or attempt.state = $3)`;

/** The latest first. @param before only those that began before this one; null for all */
export async function pageAttempts(
  connection: Connection,
  { runId, task, state }: AttemptFilter,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<readonly PagedAttempt[]> {
  const { rows } = await connection.query<PagedAttempt>({
    name: "page-attempts",
    text: `
      select attempt.id::text, key as task, attempt.state, worker_id as "workerId", worker.host, from_cell as "fromCell",
        to_cell as "toCell", tries, attempt.kills, attempt.progress::float8 as progress, external_id as "externalId",
        attempt.error, attempt.started_at as "startedAt", attempt.finished_at as "finishedAt",
        coalesce(used.programs, 0) as programs, used."durationMs", used."cpuMs", used."peakBytes"
      from (select attempt.*, task.key ${FROM_ATTEMPTS} and ($4::bigint is null or attempt.id < $4)
            order by attempt.id desc limit $5) attempt
      left join worker on worker.id = attempt.worker_id
      left join lateral (
        select count(*)::int as programs, sum((one ->> 'durationMs')::float8) as "durationMs",
          sum((one ->> 'cpuMs')::float8) as "cpuMs", max((one ->> 'peakBytes')::float8) as "peakBytes"
        from jsonb_array_elements(attempt.usage) as one) used on attempt.usage is not null
      order by attempt.id desc`,
    values: [runId, task, state, before, limit],
  });
  return rows;
}

/** How many there are, up to `most`. */
export async function countAttemptsUpTo(
  connection: Connection,
  { runId, task, state }: AttemptFilter,
  most: number,
): Promise<number> {
  const { rows } = await connection.query<{ attempts: number }>({
    name: "count-attempts-up-to",
    text: `select count(*)::int as attempts from (select ${FROM_ATTEMPTS} limit $4) found`,
    values: [runId, task, state, most],
  });
  return rows[0]?.attempts ?? 0;
}

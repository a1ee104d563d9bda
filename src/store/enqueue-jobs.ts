import { COMPUTE_JOBS, CONTROL_JOBS, jobIdentifier, type JobRequest } from "../core/names/job-names.ts";
import { UPKEEP_HEAD_START_MS } from "../core/names/priority.ts";
import type { Connection, Transaction } from "./connection/transaction.ts";

/**
 * Asks graphile-worker for wake-ups, all in one call (a call per job is 60–90 times slower).
 * Inside a transaction they become visible with its commit. `max_attempts` is 1: retries are ours.
 * Jobs are taken in the order of their `run_at`, which lies in the past by their head start.
 */
export async function enqueueJobs(connection: Connection, jobs: readonly JobRequest[]): Promise<void> {
  if (jobs.length === 0) return;
  await connection.query({
    name: "enqueue-jobs",
    text: `
      select count(*) from graphile_worker.add_jobs((
        select array_agg(
          (job.name, json_build_object('subject', job.subject), null,
            coalesce(job.run_at, now() - job.head_start * interval '1 ms'), 1, job.key, 0, null)
          ::graphile_worker.job_spec)
        from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::float8[])
          as job (name, subject, run_at, key, head_start)))`,
    values: [
      jobs.map((job) => jobIdentifier(job.name)),
      jobs.map((job) => job.subject),
      jobs.map((job) => job.runAt ?? null),
      jobs.map((job) => (job.key === undefined ? null : `nightgrid ${job.key}`)),
      jobs.map((job) => job.headStartMs ?? UPKEEP_HEAD_START_MS),
    ],
  });
}

/**
 * Frees our jobs that dead worker pools had locked, and drops them: their single attempt is used up. In one transaction, since a
 * job that is freed and not dropped is never taken by anybody, and never goes. Jobs of others in the same pools stay as they
 * are: graphile-worker's own way to unlock a pool would free, and we would drop, those of an application that computes ours.
 * Gives back how many there were.
 */
export async function releaseJobs(connection: Transaction, pools: readonly string[]): Promise<number> {
  if (pools.length === 0) return 0;
  const { rows } = await connection.query<{ ids: readonly string[] | null }>(
    `with freed as (
       update graphile_worker._private_jobs job set locked_by = null, locked_at = null
       where locked_by = any($1) and task_id = any (array(
         select id from graphile_worker._private_tasks where identifier = any($2::text[])))
       returning id)
     select array_agg(id) as ids from freed`,
    [pools, OUR_JOBS],
  );
  const ids = rows[0]?.ids ?? [];
  if (ids.length > 0) await connection.query("select graphile_worker.complete_jobs($1)", [ids]);
  return ids.length;
}

const OUR_JOBS = [...CONTROL_JOBS, ...COMPUTE_JOBS].map(jobIdentifier);

/**
 * Whether a job waits for a compute slot that counts as asked for before `headStartMs` ahead of a turn which has lasted `turnMs`:
 * then that turn is over.
 */
export async function hasEarlierTurn(
  connection: Connection,
  { turnMs, headStartMs }: { readonly turnMs: number; readonly headStartMs: number },
): Promise<boolean> {
  const { rows } = await connection.query<{ has: boolean }>({
    name: "has-earlier-turn",
    text: `
      select exists (
        select from graphile_worker._private_jobs job
        where job.is_available and job.task_id = any (array(
            select id from graphile_worker._private_tasks where identifier = any($1::text[])))
          and job.run_at < now() - $2 * interval '1 ms') as has`,
    values: [OUR_COMPUTE_JOBS, turnMs + headStartMs],
  });
  return rows[0]?.has === true;
}

const OUR_COMPUTE_JOBS = COMPUTE_JOBS.map(jobIdentifier);

/** True when jobs of ours wait that are due: somebody will get to them. */
export async function hasDueJobs(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query<{ due: boolean }>(
    `select exists (
       select from graphile_worker.jobs
       where task_identifier = any($1) and run_at <= now() and attempts < max_attempts) as due`,
    [OUR_JOBS],
  );
  return rows[0]?.due === true;
}

import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import type { Pool } from "pg";
import type { ChaosProject } from "./chaos-project.ts";
import { checkCells } from "./check-cells.ts";
import { until } from "./until.ts";

/** What was counted, for the report. */
export interface Checked {
  readonly runs: number;
  readonly cells: number;
  readonly ticks: number;
  readonly messages: number;
  /** Attempts whose worker was lost. */
  readonly lost: number;
  /** What does not hold; empty when all is well. */
  readonly violations: readonly string[];
}

/** Every row that a question brings is a violation. */
const QUESTIONS: Readonly<Record<string, string>> = {
  "I1: a run of a slot without its tick, or a tick without its run": `
    select coalesce(tick.dag_id, run.dag_id) as dag, coalesce(tick.tick_at, run.tick_at) as at, tick.outcome, run.id
    from tick full join (select * from run where tick_at is not null) run on run.dag_id = tick.dag_id and run.tick_at = tick.tick_at
    where (tick.outcome in ('started', 'queued')) is distinct from (run.id is not null) or run.id is distinct from tick.run_id`,
  "I1: a minute of a schedule that nobody decided on": `
    select dag_id, tick_at, next_at from (
      select dag_id, tick_at, lead(tick_at) over (partition by dag_id order by tick_at) as next_at from tick) slot
    where next_at - tick_at <> interval '1 minute'`,
  "the counters of a run are not those of its tasks": `
    select run.id from run left join task on task.run_id = run.id group by run.id
    having (run.cells_done, run.cells_succeeded, run.cells_cached, run.cells_failed, run.open_tasks) is distinct from
      (coalesce(sum(task.cells_done), 0), coalesce(sum(task.cells_succeeded), 0), coalesce(sum(task.cells_cached), 0),
       coalesce(sum(task.cells_failed), 0),
       count(task.id) filter (where task.state in ('waiting', 'queued', 'running')))`,
  "a task that has done other than all its cells": `
    select id, state, cells_done from task where cells_done <> cells_succeeded + cells_cached + cells_failed
      or (state = 'succeeded' and cells_done <> cells_total)`,
  "a run that has not ended": "select id, state from run where finished_at is null",
  "a run that failed, of which none should": "select id, reason from run where state = 'failed' and tick_at is null",
  "an attempt that is still running": "select id, task_id, worker_id from attempt where state = 'running'",
  "I4: a failed try without a failed attempt, or the reverse": `
    select task.id, task.attempts, count(attempt.id) filter (where attempt.state = 'failed') as failed
    from task left join attempt on attempt.task_id = task.id group by task.id
    having task.attempts <> count(attempt.id) filter (where attempt.state = 'failed')
      and not (task.state = 'failed' and task.attempts = count(attempt.id) filter (where attempt.state = 'failed') - 1)`,
  "a callback that succeeded more than once, or that succeeded without an attempt": `
    select task.id, count(attempt.id) filter (where attempt.state = 'succeeded') as succeeded
    from task left join attempt on attempt.task_id = task.id where task.kind = 'callback' group by task.id
    having count(attempt.id) filter (where attempt.state = 'succeeded') <> (task.state = 'succeeded')::int`,
  "I2: ranges of attempts that succeeded overlap": `
    select a.id, b.id as other from attempt a join attempt b on a.task_id = b.task_id and a.id < b.id
    where a.state = 'succeeded' and b.state = 'succeeded' and a.from_cell < b.to_cell and b.from_cell < a.to_cell`,
  "a range that nobody took again": "select * from spare_range",
  // A wake-up that is left does no harm.
  "a job that is still locked": "select id, locked_by from graphile_worker._private_jobs where locked_at is not null",
  "a message that was not delivered": "select id, state, last_error from delivery where state <> 'delivered'",
  "a DAG that has succeeded, and of which nobody was told": `
    select id, dag_id from run where state = 'succeeded' and not exists (
      select from alert join run told on told.id = alert.run_id where told.dag_id = run.dag_id)`,
  "two messages of one run and rule": "select run_id, rule from alert group by run_id, rule having count(*) > 1",
  "an artifact that is recorded twice": "select run_id, name from artifact group by run_id, name having count(*) > 1",
};

/** What must hold when all has ended, whatever was done meanwhile. Ends the project's commands. */
export async function checkInvariants(project: ChaosProject): Promise<Checked> {
  const { database } = project;
  const violations = [...(await project.stopAll())];
  for (const [name, sql] of Object.entries(QUESTIONS)) {
    const { rows } = await until(name, () => database.query(sql));
    if (rows.length > 0) violations.push(`${name}: ${rows.length}, such as ${JSON.stringify(rows[0])}`);
  }
  violations.push(...(await checkCells(database)), ...(await checkArtifacts(database)));
  violations.push(...(await checkMessages(project)), ...(await checkEnd(project)));
  const { rows } = await database.query<Omit<Checked, "violations">>(
    `select (select count(*)::int from run) as runs, (select coalesce(sum(cells_done), 0)::int from run) as cells,
       (select count(*)::int from tick) as ticks, (select count(*)::int from delivery) as messages,
       (select count(*)::int from attempt where state = 'lost') as lost`,
  );
  const counts = rows[0] ?? { runs: 0, cells: 0, ticks: 0, messages: 0, lost: 0 };
  return { ...counts, violations };
}

/** I7: what is recorded is there, whole; what a crash left has another name. */
async function checkArtifacts(database: Pool): Promise<readonly string[]> {
  const { rows } = await database.query<{ path: string; bytes: string }>("select path, bytes::text from artifact");
  const broken = rows.filter(({ path: file, bytes }) => !existsSync(file) || String(statSync(file).size) !== bytes);
  const recorded = new Set(rows.map(({ path: file }) => file));
  const folders = [...new Set(rows.map(({ path: file }) => path.dirname(file)))];
  const strays = folders.flatMap((folder) =>
    readdirSync(folder)
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file).isFile() && !file.endsWith(".partial") && !recorded.has(file)),
  );
  return [
    ...broken.map(({ path: file }) => `I7: the artifact ${file} is not what was recorded`),
    ...strays.map((file) => `I7: ${file} is no artifact that anybody recorded`),
  ];
}

/** At least once, under one key each; who takes messages by their key has each once. */
async function checkMessages({ database, receiver }: ChaosProject): Promise<readonly string[]> {
  const { rows } = await database.query<{ key: string }>("select idempotency_key as key from delivery");
  const keys = new Set(rows.map(({ key }) => key));
  return [
    ...(keys.size === rows.length ? [] : [`${rows.length} messages have ${keys.size} keys`]),
    ...[...keys].filter((key) => !receiver.received.has(key)).map((key) => `The message ${key} was never received`),
    ...[...receiver.received.keys()].filter((key) => !keys.has(key)).map((key) => `Nobody knows the message ${key}`),
  ];
}

/** Processes and sessions end soon after those that they belong to. */
async function checkEnd(project: ChaosProject): Promise<readonly string[]> {
  const sessions = `select pid from pg_stat_activity
    where datname = current_database() and application_name like 'nightgrid%'`;
  return until(
    "nothing is left",
    async () => {
      const { rowCount } = await project.database.query(sessions);
      return project.processes().length === 0 && rowCount === 0 ? [] : null;
    },
    10_000,
  ).catch((error: unknown) => [`${String(error)}: ${project.processes().join("; ")}`]);
}

import type { Connection } from "../connection/transaction.ts";

/** A number that stands for a label or for none. */
export interface CountOf {
  readonly label: string;
  readonly value: number;
}

/** Runs that are kept, by their states. */
export function countRunsKept(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-runs-kept",
    text: `select state as label, count(*)::float8 as value from run group by state order by state`,
  });
}

/** Runs that ended in the last hour, by their states. */
export function countLastHour(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-last-hour",
    text: `
      select state as label, count(*)::float8 as value from run
      where finished_at is not null and finished_at > now() - interval '1 hour' group by state order by state`,
  });
}

/** Seconds that runs took which ended in the last hour, by quantile; nothing when none did. */
export function lastHourSeconds(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "last-hour-seconds",
    text: `
      with took as (
        select extract(epoch from finished_at - coalesce(reopened_at, created_at))::float8 as seconds from run
        where finished_at is not null and finished_at > now() - interval '1 hour')
      select quantile::text as label, value from unnest(array[0.5, 0.9, 0.99]) with ordinality as wanted (quantile, place),
        lateral (select percentile_cont(wanted.quantile) within group (order by seconds) as value from took) found
      where value is not null order by place`,
  });
}

/** Attempts that run, by the kind of their tasks; those outside of all workers among them. */
export function countLeases(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-leases",
    text: `
      select task.kind as label, count(*)::float8 as value
      from run join task on task.run_id = run.id join attempt on attempt.task_id = task.id
      where run.finished_at is null and task.state = 'running' and attempt.state = 'running'
      group by task.kind order by task.kind`,
  });
}

/** Messages that were not delivered yet, by channel; those that quiet hours hold left out. */
export function countUndelivered(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-undelivered",
    text: `
      select channel as label, count(*)::float8 as value from delivery where state = 'pending' and not held
      group by channel order by channel`,
  });
}

/** Seconds since the oldest of them was written; 0 for none. */
export async function oldestUndeliveredSeconds(connection: Connection): Promise<number> {
  const [oldest] = await countsOf(connection, {
    name: "oldest-undelivered",
    text: `
      select '' as label, coalesce(extract(epoch from now() - min(alert.created_at)), 0)::float8 as value
      from delivery join alert on alert.id = delivery.alert_id where delivery.state = 'pending' and not delivery.held`,
  });
  return oldest?.value ?? 0;
}

/** Wake-ups in the queue, by whether somebody has taken them. */
export function countJobs(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-jobs",
    text: `
      select case when locked_at is not null then 'taken' when run_at <= now() then 'due' else 'later' end as label,
        count(*)::float8 as value
      from graphile_worker.jobs group by 1 order by 1`,
  });
}

/** DAGs by the state of their files. */
export function countDags(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-dags",
    text: `select state as label, count(*)::float8 as value from dag group by state order by state`,
  });
}

/** Alarms that fire, by severity. */
export function countFiring(connection: Connection): Promise<readonly CountOf[]> {
  return countsOf(connection, {
    name: "count-firing",
    text: `
      select severity as label, count(*)::float8 as value from alarm where state = 'firing'
      group by severity order by severity`,
  });
}

async function countsOf(
  connection: Connection,
  statement: { readonly name: string; readonly text: string },
): Promise<readonly CountOf[]> {
  const { rows } = await connection.query<CountOf>(statement);
  return rows;
}

/** A DAG whose slots a scheduler is to decide on. */
export interface OwedDag {
  readonly dagId: string;
  readonly hash: string;
  /** Slots up to this one were decided on, or never promised. */
  readonly since: Date;
}

export async function listOwedDags(connection: Connection): Promise<readonly OwedDag[]> {
  const { rows } = await connection.query<OwedDag>({
    name: "list-owed-dags",
    text: `
      select dag.id as "dagId", dag.hash, greatest(scheduled_since, last.at) as since
      from dag left join lateral (
        select max(tick_at) as at from tick where dag_id = dag.id and tick_at <= now() and decided_at >= tick_at) last on true
      where state <> 'removed' and hash is not null and scheduled_since is not null order by dag.id`,
  });
  return rows;
}

import type { RunId } from "../../core/names/ids.ts";
import type { RunStatus, TaskState } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import { RUN_STATUS } from "./run-status.ts";
import { RUN_COLUMNS, type RunRow } from "./runs.ts";

export interface RunFilter {
  /** Null for all DAGs. */
  readonly dagId: string | null;
  /** Null for all. */
  readonly state: RunStatus | null;
  /** Asked for, or begun again, at this moment or later; null or absent for all. */
  readonly since?: Date | null;
  /** Only runs that have ended, or only such that have not; absent for both. */
  readonly ended?: boolean;
  /** Null for all. */
  readonly limit: number | null;
  readonly offset: number;
}

/** Runs, the latest first. */
export async function listRuns(connection: Connection, filter: RunFilter): Promise<readonly RunRow[]> {
  const { rows } = await connection.query<RunRow>(
    `select ${RUN_COLUMNS} from run
     where ($1::text is null or dag_id = $1) and ($2::text is null or ${RUN_STATUS} = $2)
       and ($5::timestamptz is null or coalesce(reopened_at, created_at) >= $5)
       and ($6::boolean is null or (finished_at is not null) = $6)
     order by created_at desc, id desc limit $3 offset $4`,
    [filter.dagId, filter.state, filter.limit, filter.offset, filter.since ?? null, filter.ended ?? null],
  );
  return rows;
}

/** The run of that id; else the last run of the DAG of that name; with `last`, the last run of all. */
export async function findRunId(connection: Connection, name: string): Promise<RunId | null> {
  const { rows } = await connection.query<{ id: RunId }>(
    `select id from run where id = $1 or dag_id = $1 or $1 = 'last'
     order by (id = $1) desc, created_at desc, id desc limit 1`,
    [name],
  );
  return rows[0]?.id ?? null;
}

export interface TaskTally {
  readonly states: Readonly<Partial<Record<TaskState, number>>>;
  /** Keys of some tasks that run, in the order of the graph. */
  readonly running: readonly string[];
  /** Deliveries whose first try has not ended. */
  readonly untriedDeliveries: number;
  /** Cells' worth of work that is under way and not counted yet, as far as it is known: fractions of long cells. */
  readonly cellsUnderWay: number;
}

const MAX_RUNNING = 20;
/** Of a cell that says nothing: it may take longer than those before it. */
const MOST_PRESUMED = 0.95;
/** Shorter cells are counted soon enough. */
const LONG_CELL_MS = 2000;

/**
 * Of rows of `attempt` and their `task`: how much of its cells an attempt that runs has done that are not counted yet. What a
 * program says of itself, else how long it has run against the mean of the cells before it.
 */
export const UNDER_WAY = `
  case when task.state = 'running' and attempt.state = 'running' and (attempt.progress is not null or cell_ms > ${LONG_CELL_MS})
    then (to_cell - from_cell) * coalesce(attempt.progress, least(${MOST_PRESUMED},
      extract(epoch from now() - attempt.started_at) * 1000 / (cell_ms * (to_cell - from_cell)))) else 0 end`;

export async function tallyTasks(connection: Connection, runId: RunId): Promise<TaskTally> {
  const { rows } = await connection.query<{
    states: Readonly<Partial<Record<TaskState, number>>> | null;
    running: readonly string[];
    untried: number;
    underWay: number | null;
  }>({
    name: "tally-tasks",
    text: `
      select
        (select json_object_agg(state, tasks) from (
          select state, count(*) as tasks from task where run_id = $1 group by state) per_state) as states,
        array(select key from task where run_id = $1 and state = 'running' order by position limit $2) as running,
        (select count(*)::int from delivery join alert on alert.id = delivery.alert_id
         where alert.run_id = $1 and delivery.state = 'pending' and delivery.last_error is null
           and not delivery.held) as untried,
        (select sum(${UNDER_WAY})::float8 from attempt join task on task.id = attempt.task_id
         where task.run_id = $1 and task.state = 'running' and attempt.state = 'running') as "underWay"`,
    values: [runId, MAX_RUNNING],
  });
  const row = rows[0];
  return {
    states: row?.states ?? {},
    running: row?.running ?? [],
    untriedDeliveries: row?.untried ?? 0,
    cellsUnderWay: row?.underWay ?? 0,
  };
}

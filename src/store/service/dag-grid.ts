import type { RunId } from "../../core/names/ids.ts";
import type { TaskKind, TaskPhase, TaskState } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";

/** Tasks of a run that make one row: one, or all of its phase where there are too many. */
export interface GridTasks {
  readonly runId: RunId;
  /** Null for all tasks of the phase together. */
  readonly key: string | null;
  readonly kind: TaskKind;
  readonly phase: TaskPhase;
  readonly position: number;
  readonly states: readonly TaskState[];
  readonly tasks: number;
  readonly ended: number;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsFailed: number;
}

/** Of these runs, in the order of their graphs. @param most tasks of one phase and kind that have rows of their own */
export async function listGridTasks(
  connection: Connection,
  runIds: readonly RunId[],
  most: number,
): Promise<readonly GridTasks[]> {
  const { rows } = await connection.query<GridTasks>({
    name: "list-grid-tasks",
    text: `
      select run_id as "runId", case when same > $2 then null else key end as key, kind, phase, min(position) as position,
        array_agg(distinct state) as states, count(*)::int as tasks,
        count(*) filter (where state in ('succeeded', 'failed', 'skipped', 'cancelled'))::int as ended,
        min(started_at) as "startedAt", max(finished_at) as "finishedAt", sum(cells_total)::float8 as "cellsTotal",
        sum(cells_done)::float8 as "cellsDone", sum(cells_failed)::float8 as "cellsFailed"
      from (select task.*, count(*) over (partition by run_id, phase, kind) as same from task where run_id = any($1)) task
      group by run_id, 2, kind, phase order by run_id, min(position)`,
    values: [runIds, most],
  });
  return rows;
}

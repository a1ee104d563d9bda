import type { RunId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";

/** An open run with a deadline, and all that says when it will end. Times are the database's. */
export interface PacedRun {
  readonly id: RunId;
  readonly now: Date;
  readonly mustFinishAt: Date;
  readonly createdAt: Date;
  /** Null until its first task has begun. */
  readonly startedAt: Date | null;
  /** When the first of its backtests began; null before that. */
  readonly cellsSince: Date | null;
  readonly cellsTotal: number;
  readonly cellsDone: number;
  /** Of these the ones whose results were there already. */
  readonly cellsCached: number;
  /** How long its DAG's last successful runs took, by the median, in milliseconds; null when there are none. */
  readonly usualMs: number | null;
}

/** The rule of a warning, in the table of alerts; no rule of a user can be named so. */
export const DEADLINE_RULE = "must_finish_by (deadline)";

const REMEMBERED_RUNS = 10;

/** Open runs with a deadline that nobody was warned of yet; those that stop already are left out. */
export async function listPacedRuns(connection: Connection): Promise<readonly PacedRun[]> {
  const { rows } = await connection.query<PacedRun>({
    name: "list-paced-runs",
    text: `
      select run.id, clock_timestamp() as now, run.must_finish_at as "mustFinishAt", run.created_at as "createdAt",
        run.started_at as "startedAt", run.cells_total as "cellsTotal", run.cells_done as "cellsDone",
        run.cells_cached as "cellsCached",
        (select min(task.started_at) from task where task.run_id = run.id and task.cells_total > 0) as "cellsSince",
        (select percentile_cont(0.5) within group (order by extract(epoch from recent.took) * 1000)
         from (select finished_at - started_at as took from run past
               where past.dag_id = run.dag_id and past.state = 'succeeded' and past.overrides = '{}'
               order by past.created_at desc limit $2) recent)::float8 as "usualMs"
      from run
      where run.must_finish_at is not null and run.finished_at is null and run.stopping is null
        and (run.reopened_at is null or run.must_finish_at > run.reopened_at)
        and not exists (select from alert where alert.run_id = run.id and alert.rule = $1)`,
    values: [DEADLINE_RULE, REMEMBERED_RUNS],
  });
  return rows;
}

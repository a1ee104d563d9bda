import { MOVES } from "../../core/names/moves.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { RunState } from "../../core/names/states.ts";
import { MAX_GOING } from "../limits/held-runs.ts";
import type { Connection } from "../connection/transaction.ts";
import { mayMove, mayMoveTo } from "./guard.ts";

const { begin, succeed, fail, cancel } = MOVES.run;

/** Its first task has begun: the clock of the time-out starts, unless it has still to be planned, and those who watch are told. */
export async function beginRun(connection: Connection, id: RunId): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "begin-run",
    text: `
      with begun as (
        update run set state = '${begin.to}', started_at = now(), deadline_at = case when waits_for is null then now() + timeout_ms * interval '1 ms' end
        where id = $1 and ${mayMove("run", begin)} returning id
      )
      select pg_notify('nightgrid_run', id) from begun`,
    values: [id],
  });
  return rowCount === 1;
}

/** The state that a run is brought to before its time, and why. */
export interface Stop {
  readonly state: Extract<RunState, "failed" | "cancelled">;
  readonly reason: string;
}

/** From now on nothing of the run begins, and those who work on it are told. False when it was told before, or has ended. */
export async function tellRunToStop(connection: Connection, id: RunId, stop: Stop): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "tell-run-to-stop",
    text: `
      with told as (
        update run set stopping = $2, reason = $3, paused_at = null
        where id = $1 and stopping is null and ${mayMoveTo("run", [fail, cancel], "$2::text")} returning id
      )
      select pg_notify('nightgrid_stop', id) from told`,
    values: [id, stop.state, stop.reason],
  });
  return rowCount === 1;
}

export interface RunEnd {
  readonly state: Extract<RunState, "succeeded" | "failed" | "cancelled">;
  readonly reason: string | null;
}

/**
 * Ends a run and tells those who watch. False when it has ended before, when it has tasks that have not or waits for its plan,
 * and when it was told meanwhile to end otherwise.
 */
export async function endRun(connection: Connection, id: RunId, end: RunEnd): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "end-run",
    text: `
      with ended as (
        update run set state = $2, reason = coalesce(reason, $3), finished_at = now(), started_at = coalesce(started_at, now())
        where id = $1 and open_tasks = 0 and (waits_for is null or stopping is not null) and coalesce(stopping, $2) = $2
          and ${mayMoveTo("run", [succeed, fail, cancel], "$2::text")} returning id
      )
      select pg_notify('nightgrid_run', id) from ended`,
    values: [id, end.state, end.reason],
  });
  return rowCount === 1;
}

/**
 * Lets the oldest held run of a DAG go, unless as many as may go on have not ended (backfills aside), or the DAG is paused; null
 * when there is none to let go.
 */
export async function releaseHeldRun(connection: Connection, dagId: string): Promise<RunId | null> {
  const { rows } = await connection.query<{ id: RunId }>({
    name: "release-held-run",
    text: `
      update run set held = false
      where id = (
        select id from run where dag_id = $1 and finished_at is null and held
        order by tick_at nulls last, created_at, id limit 1 for update)
        and (select count(*) from run other where other.dag_id = $1 and other.finished_at is null and not other.held
          and other.trigger <> 'backfill') < ${MAX_GOING}
        and not exists (select from dag where id = $1 and paused_at is not null and unpaused_at is null)
      returning id`,
    values: [dagId],
  });
  return rows[0]?.id ?? null;
}

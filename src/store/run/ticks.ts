import type { RunId } from "../../core/names/ids.ts";
import type { RunState, TickOutcome } from "../../core/names/states.ts";
import type { Wait } from "./waits.ts";
import type { Connection } from "../connection/transaction.ts";

/** The last slot of a DAG up to `now` that was decided on, not before it had come; null when there was none. */
export async function readLastTick(connection: Connection, dagId: string, now: Date): Promise<Date | null> {
  const { rows } = await connection.query<{ at: Date | null }>(
    `select max(tick_at) as at from tick where dag_id = $1 and tick_at <= $2 and decided_at >= tick_at`,
    [dagId, now],
  );
  return rows[0]?.at ?? null;
}

export interface NewTick {
  readonly dagId: string;
  readonly at: Date;
  readonly outcome: TickOutcome;
  readonly runId: RunId | null;
  /** What kept the slot from simply starting; null when nothing did. */
  readonly reason: string | null;
}

/**
 * Writes down what became of a slot; false when that was decided before (I1), and for a slot of the future by the
 * database's clock. What was decided before the slot had come (an older Nightgrid went by the host's clock) is void.
 */
export async function insertTick(connection: Connection, tick: NewTick): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "insert-tick",
    text: `
      insert into tick as old (dag_id, tick_at, outcome, run_id, reason)
      select $1, $2::timestamptz, $3, $4, $5 where $2::timestamptz <= clock_timestamp()
      on conflict (dag_id, tick_at) do update
        set outcome = excluded.outcome, run_id = excluded.run_id, reason = excluded.reason, decided_at = now()
        where old.decided_at < old.tick_at`,
    values: [tick.dagId, tick.at, tick.outcome, tick.runId, tick.reason],
  });
  return rowCount === 1;
}

/** Whether a slot was decided on, not before it had come. */
export async function isDecided(connection: Connection, dagId: string, at: Date): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "is-slot-decided",
    text: `select from tick where dag_id = $1 and tick_at = $2 and decided_at >= tick_at`,
    values: [dagId, at],
  });
  return rowCount === 1;
}

export interface SlotRow {
  readonly dagId: string;
  readonly at: Date;
  readonly outcome: TickOutcome;
  readonly reason: string | null;
  readonly runId: RunId | null;
  /** Of that run, as it is now. */
  readonly runState: RunState | null;
  /** Of a run that failed. */
  readonly runReason: string | null;
  /** Of a run that waits for data. */
  readonly waitsFor: Wait | null;
  readonly waitUntil: Date | null;
  readonly decidedAt: Date;
}

/** Slots that were decided on, the latest first. @param filter nulls for all */
export async function listSlots(
  connection: Connection,
  filter: { readonly dagId: string | null; readonly limit: number | null },
): Promise<readonly SlotRow[]> {
  const { rows } = await connection.query<SlotRow>(
    `select tick.dag_id as "dagId", tick.tick_at as at, tick.outcome, tick.reason, tick.run_id as "runId",
       run.state as "runState", case when run.state = 'failed' then run.reason end as "runReason",
       case when run.finished_at is null then run.waits_for end as "waitsFor", run.wait_until as "waitUntil", tick.decided_at as "decidedAt"
     from tick left join run on run.id = tick.run_id
     where $1::text is null or tick.dag_id = $1
     order by tick.tick_at desc, tick.dag_id limit $2`,
    [filter.dagId, filter.limit],
  );
  return rows;
}

/** Runs of a DAG that have not ended, the oldest first; those of backfills, which keep out of the way of its schedule, left out. */
export async function listOpenRuns(connection: Connection, dagId: string): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>(
    `select id from run where dag_id = $1 and finished_at is null and trigger <> 'backfill' order by created_at, run.id`,
    [dagId],
  );
  return rows.map((row) => row.id);
}

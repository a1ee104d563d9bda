import type { RunId } from "../../core/names/ids.ts";
import type { BackfillState, Reprocess, RunState, RunStatus } from "../../core/names/states.ts";
import { int4Array } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { RUN_STATUS } from "../run/run-status.ts";

/** A decimal string. */
export type BackfillId = string;

export interface NewBackfill {
  readonly dagId: string;
  readonly dagHash: string;
  readonly from: Date;
  /** Not part of it any more. */
  readonly to: Date;
  readonly reprocess: Reprocess;
  readonly maxActive: number;
}

export interface BackfillRow extends NewBackfill {
  readonly id: BackfillId;
  readonly state: BackfillState;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const COLUMNS = `id::text, dag_id as "dagId", dag_hash as "dagHash", from_at as from, to_at as to, reprocess,
  max_active as "maxActive", state, created_at as "createdAt", ended_at as "endedAt"`;

/** What is to become of a slot. */
export interface NewBackfillSlot {
  readonly at: Date;
  /** The run for which it is skipped; null when it waits for its turn. */
  readonly skippedFor: RunId | null;
}

export async function insertBackfill(
  connection: Connection,
  backfill: NewBackfill,
  slots: readonly NewBackfillSlot[],
): Promise<BackfillId> {
  const { rows } = await connection.query<{ id: BackfillId }>(
    `insert into backfill (dag_id, dag_hash, from_at, to_at, reprocess, max_active)
     values ($1, $2, $3, $4, $5, $6) returning id::text`,
    [backfill.dagId, backfill.dagHash, backfill.from, backfill.to, backfill.reprocess, backfill.maxActive],
  );
  const id = rows[0]?.id ?? "";
  await connection.query(
    `insert into backfill_slot (backfill_id, position, logical_date, state, run_id)
     select $1, position, at, case when run_id is null then 'waiting' else 'skipped' end, run_id
     from unnest($2::int4[], $3::timestamptz[], $4::text[]) as new (position, at, run_id)`,
    [
      id,
      int4Array(slots.map((_, position) => position)),
      slots.map(({ at }) => at),
      slots.map((slot) => slot.skippedFor),
    ],
  );
  return id;
}

export async function readBackfill(connection: Connection, id: BackfillId): Promise<BackfillRow | null> {
  const { rows } = await connection.query<BackfillRow>(`select ${COLUMNS} from backfill where id = $1`, [id]);
  return rows[0] ?? null;
}

/** The backfill, locked for the rest of the transaction: its slots are given out one at a time. */
export async function lockBackfill(connection: Connection, id: BackfillId): Promise<BackfillRow | null> {
  const { rows } = await connection.query<BackfillRow>(
    `select ${COLUMNS} from backfill where id = $1 for no key update`,
    [id],
  );
  return rows[0] ?? null;
}

/** The last backfill of a DAG; null when there was none. */
export async function findBackfill(connection: Connection, dagId: string): Promise<BackfillId | null> {
  const { rows } = await connection.query<{ id: BackfillId }>(
    `select id::text from backfill where dag_id = $1 order by backfill.id desc limit 1`,
    [dagId],
  );
  return rows[0]?.id ?? null;
}

/** The backfills of a DAG, the latest first. */
export async function listBackfills(
  connection: Connection,
  dagId: string,
  limit: number,
): Promise<readonly BackfillRow[]> {
  const { rows } = await connection.query<BackfillRow>(
    `select ${COLUMNS} from backfill where dag_id = $1 order by backfill.id desc limit $2`,
    [dagId, limit],
  );
  return rows;
}

export async function setBackfillState(connection: Connection, id: BackfillId, state: BackfillState): Promise<void> {
  await connection.query(
    `update backfill set state = $2, ended_at = case when $2 = 'running' then null else now() end where id = $1`,
    [id, state],
  );
}

/** Runs of a backfill that have not ended. */
export async function listOpenOfBackfill(connection: Connection, id: BackfillId): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>(
    `select id from run where backfill_id = $1 and finished_at is null order by run.id`,
    [id],
  );
  return rows.map((row) => row.id);
}

export interface WaitingSlot {
  readonly position: number;
  readonly at: Date;
}

/** Null when none waits. */
export async function nextWaitingSlot(connection: Connection, id: BackfillId): Promise<WaitingSlot | null> {
  const { rows } = await connection.query<WaitingSlot>(
    `select position, logical_date as at from backfill_slot
     where backfill_id = $1 and state = 'waiting' order by position limit 1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function decideSlot(
  connection: Connection,
  { id, position }: { readonly id: BackfillId; readonly position: number },
  decision: { readonly state: "started" | "skipped"; readonly runId: RunId },
): Promise<void> {
  await connection.query(
    `update backfill_slot set state = $3, run_id = $4 where backfill_id = $1 and position = $2 and state = 'waiting'`,
    [id, position, decision.state, decision.runId],
  );
}

/** Slots whose run was cancelled wait for their turn again; how many there are. */
export async function requeueCancelledSlots(connection: Connection, id: BackfillId): Promise<number> {
  const { rowCount } = await connection.query(
    `update backfill_slot set state = 'waiting', run_id = null
     from run where backfill_slot.backfill_id = $1 and backfill_slot.state = 'started' and run.id = run_id and run.state = 'cancelled'`,
    [id],
  );
  return rowCount ?? 0;
}

export interface RunOfDate {
  readonly at: Date;
  readonly id: RunId;
  readonly state: RunState;
  readonly isOpen: boolean;
}

/** The last run of a DAG for each of these logical dates that has one, experiments left out. */
export async function lastRunsOfDates(
  connection: Connection,
  dagId: string,
  dates: readonly Date[],
): Promise<readonly RunOfDate[]> {
  const { rows } = await connection.query<RunOfDate>(
    `select distinct on (logical_date) logical_date as at, id, state, finished_at is null as "isOpen"
     from run where dag_id = $1 and logical_date = any($2::timestamptz[]) and overrides = '{}'
     order by logical_date, created_at desc, run.id desc`,
    [dagId, dates],
  );
  return rows;
}

export interface BackfillSlotRow {
  readonly at: Date;
  readonly state: "waiting" | "started" | "skipped";
  readonly runId: RunId | null;
  /** Of that run; null when it is gone, and when there is none. */
  readonly runStatus: RunStatus | null;
  /** How long that run took, from its first task on, in milliseconds; null unless it has ended. */
  readonly tookMs: number | null;
}

export interface SlotsOfStatus {
  readonly backfillId: BackfillId;
  readonly state: BackfillSlotRow["state"];
  readonly runStatus: RunStatus | null;
  readonly slots: number;
}

/** How many slots of these backfills there are of each state. */
export async function countBackfillSlots(
  connection: Connection,
  ids: readonly BackfillId[],
): Promise<readonly SlotsOfStatus[]> {
  const { rows } = await connection.query<SlotsOfStatus>(
    `select slot.backfill_id::text as "backfillId", slot.state,
       case when run.id is not null then ${RUN_STATUS} end as "runStatus", count(*)::int as slots
     from backfill_slot slot left join run on run.id = slot.run_id
     where slot.backfill_id = any($1::bigint[]) group by 1, 2, 3`,
    [ids],
  );
  return rows;
}

/** In the order in which they are started. */
export async function listBackfillSlots(connection: Connection, id: BackfillId): Promise<readonly BackfillSlotRow[]> {
  const { rows } = await connection.query<BackfillSlotRow>(
    `select slot.logical_date as at, slot.state, slot.run_id as "runId",
       case when run.id is not null then ${RUN_STATUS} end as "runStatus",
       (extract(epoch from run.finished_at - run.created_at) * 1000)::float8 as "tookMs"
     from backfill_slot slot left join run on run.id = slot.run_id
     where slot.backfill_id = $1 order by slot.position`,
    [id],
  );
  return rows;
}

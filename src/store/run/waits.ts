import type { RunId } from "../../core/names/ids.ts";
import type { DataReads } from "../../core/names/states.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { Connection } from "../connection/transaction.ts";

/** Data that a run waits for. */
export interface Wait {
  /** A dataset of the catalogue, or a source; null for all data of its backtests. */
  readonly dataset: string | null;
  /** The day up to which they must reach, `YYYY-MM-DD`; null when the run waits for nothing but a worker that plans it. */
  readonly through: string | null;
  readonly timeoutMs: number;
  /** What was missing when somebody looked last; null when nobody has looked yet. */
  readonly missing: string | null;
}

/** Of a run that is written down without its plan, and for no data. */
export const WAIT_FOR_PLAN: Wait = { dataset: null, through: null, timeoutMs: 0, missing: null };

/**
 * The time of a wait counts from now, unless it counts already: of a run that is held no longer, or never was, and whose first
 * tasks have ended. False for one that waits for nothing, or not yet.
 */
export async function beginWait(connection: Connection, id: RunId): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update run set look_at = now(),
       wait_until = coalesce(wait_until, now() + (waits_for->>'timeoutMs')::float8 * interval '1 ms')
     where id = $1 and waits_for is not null and not held and look_at is null and open_tasks = 0`,
    [id],
  );
  return rowCount === 1;
}

export interface ClaimedLook {
  /** When to look again. */
  readonly nextAt: Date;
  readonly isOver: boolean;
}

/**
 * Takes it upon the caller to look for the data of a run; null when somebody else does, or there is nothing to look for. The
 * next look is due by itself, so one that dies with its process is made by another.
 */
export async function claimLook(connection: Connection, id: RunId, everyMs: number): Promise<ClaimedLook | null> {
  const { rows } = await connection.query<ClaimedLook>(
    `update run set look_at = case when wait_until > now() then least(wait_until, now() + $2 * interval '1 ms')
                              else now() + $2 * interval '1 ms' end
     where id = $1 and waits_for is not null and look_at <= now() and finished_at is null and stopping is null
       and paused_at is null
     returning look_at as "nextAt", wait_until <= now() as "isOver"`,
    [id, everyMs],
  );
  return rows[0] ?? null;
}

/** False when that is known already. */
export async function noteMissing(connection: Connection, id: RunId, missing: string): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update run set waits_for = waits_for || jsonb_build_object('missing', $2::text)
     where id = $1 and waits_for is not null and waits_for->>'missing' is distinct from $2`,
    [id, missing],
  );
  return rowCount === 1;
}

export interface PlannedRun {
  readonly codeHash: string;
  readonly snapshotIds: readonly string[];
  readonly datasetVersionIds?: readonly string[];
  readonly reads?: DataReads | null;
  readonly seed: number;
  readonly cellsTotal: number;
  /** Of those that are written now. */
  readonly openTasks: number;
  readonly dataThrough?: string | null;
}

/** Ends the wait: the run has its plan now, and its time-out counts where it has begun. False when it waits no longer, or was told to stop. */
export async function endWait(connection: Connection, id: RunId, plan: PlannedRun): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update run set waits_for = null, look_at = null, code_hash = $2, snapshot_ids = $3, seed = $4, cells_total = $5,
       open_tasks = $6, data_through = $7, dataset_version_ids = $8, reads = $9,
       deadline_at = case when started_at is not null then now() + timeout_ms * interval '1 ms' end
     where id = $1 and waits_for is not null and stopping is null and finished_at is null`,
    [
      id,
      plan.codeHash,
      plan.snapshotIds,
      plan.seed,
      plan.cellsTotal,
      plan.openTasks,
      plan.dataThrough,
      plan.datasetVersionIds ?? [],
      plan.reads ?? null,
    ],
  );
  return rowCount === 1;
}

/** A run whose first tasks have failed is planned no more. */
export async function dropWait(connection: Connection, id: RunId): Promise<void> {
  await connection.query(`update run set waits_for = null, look_at = null where id = $1`, [id]);
}

/** Its first tasks are done once more: nobody looks for its data until they have ended. */
export async function suspendWait(connection: Connection, id: RunId, openTasks: number): Promise<void> {
  await connection.query(`update run set look_at = null, open_tasks = $2 where id = $1 and waits_for is not null`, [
    id,
    openTasks,
  ]);
}

/** Runs that somebody should have looked after by now. */
export async function listDueLooks(connection: Connection): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>(
    `select id from run where waits_for is not null and finished_at is null and stopping is null and paused_at is null
       and look_at <= now()`,
  );
  return rows.map((row) => row.id);
}

/** As a column of `run`. */
export function waitText(wait: Wait | null): string | null {
  return wait === null ? null : jsonText(wait);
}

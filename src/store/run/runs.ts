import type { RunId } from "../../core/names/ids.ts";
import type { DataReads, RunState, RunStatus, RunTrigger } from "../../core/names/states.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";
import { RUN_STATUS } from "./run-status.ts";
import { type Wait, waitText } from "./waits.ts";

export interface NewRun {
  readonly id: RunId;
  readonly dagId: string;
  readonly dagHash: string;
  readonly logicalDate: Date;
  readonly tickAt: Date | null;
  readonly trigger: RunTrigger;
  readonly overrides: unknown;
  readonly held: boolean;
  readonly codeHash: string;
  readonly snapshotIds: readonly string[];
  /** Of `snapshotIds`; absent for none. */
  readonly datasetVersionIds?: readonly string[];
  /** Null or absent until it has its plan: it cannot succeed before. */
  readonly reads?: DataReads | null;
  readonly seed: number;
  readonly cellsTotal: number;
  readonly openTasks: number;
  readonly timeoutMs: number;
  /** Data that must have come before the run is planned. */
  readonly waitsFor?: Wait | null;
  readonly mustFinishAt?: Date | null;
  /** Last day whose data it may use, `YYYY-MM-DD`, besides those that were over by its logical date. */
  readonly dataThrough?: string | null;
  /** Absent: normal. */
  readonly priority?: Priority;
  /** Names of limits that hold for all its tasks, besides the queue of its priority. */
  readonly limits?: readonly string[];
  /** What was asked for: no second run of the same key is made while there is one that has not failed. Null: it may be. */
  readonly dedupeKey?: string | null;
  /** The run that it is made after; absent for none. */
  readonly repeats?: RunId;
  /** The backfill that it belongs to; absent for none. */
  readonly backfillId?: string;
}

export interface RunRow {
  readonly id: RunId;
  readonly dagId: string;
  readonly dagHash: string;
  readonly logicalDate: Date;
  readonly tickAt: Date | null;
  readonly trigger: RunTrigger;
  readonly priority: Priority;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly state: RunState;
  readonly status: RunStatus;
  readonly reason: string | null;
  readonly held: boolean;
  /** The state that the run is being brought to before its time; null while it goes its own way. */
  readonly stopping: "failed" | "cancelled" | null;
  readonly codeHash: string;
  readonly snapshotIds: readonly string[];
  readonly datasetVersionIds: readonly string[];
  /** Null until it has its plan. */
  readonly reads: DataReads | null;
  readonly seed: number;
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsSucceeded: number;
  readonly cellsCached: number;
  readonly cellsFailed: number;
  readonly openTasks: number;
  /** Null when the run waits for no data (any more). */
  readonly waitsFor: Wait | null;
  /** Null while nothing counts the time. */
  readonly waitUntil: Date | null;
  readonly mustFinishAt: Date | null;
  readonly dataThrough: string | null;
  /** Null unless it is paused. */
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedBecause: string | null;
  /** How often a person had it begun again, … */
  readonly round: number;
  /** … and when last; null for never. */
  readonly reopenedAt: Date | null;
  readonly repeats: RunId | null;
  readonly backfillId: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export const RUN_COLUMNS = `id, dag_id as "dagId", dag_hash as "dagHash", logical_date as "logicalDate", tick_at as "tickAt",
  trigger, priority, overrides, state, ${RUN_STATUS} as status, reason, held, stopping, code_hash as "codeHash", snapshot_ids as "snapshotIds",
  dataset_version_ids::text[] as "datasetVersionIds", reads, seed::float8 as seed, cells_total as "cellsTotal", cells_done as "cellsDone", cells_succeeded as "cellsSucceeded",
  cells_cached as "cellsCached", cells_failed as "cellsFailed", open_tasks as "openTasks",
  waits_for as "waitsFor", wait_until as "waitUntil", must_finish_at as "mustFinishAt", data_through as "dataThrough",
  paused_at as "pausedAt", paused_by as "pausedBy", paused_because as "pausedBecause", round, reopened_at as "reopenedAt",
  repeats, backfill_id::text as "backfillId", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** False when the DAG has a run of this tick already (I1), or there is one of its key. */
export async function insertRun(connection: Connection, run: NewRun): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "insert-run",
    text: `
      insert into run (id, dag_id, dag_hash, logical_date, tick_at, trigger, overrides, held, code_hash,
        snapshot_ids, seed, cells_total, open_tasks, timeout_ms, waits_for, must_finish_at, data_through, priority, limits,
        dedupe_key, repeats, backfill_id, dataset_version_ids, reads)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
      on conflict do nothing`,
    values: [
      run.id,
      run.dagId,
      run.dagHash,
      run.logicalDate,
      run.tickAt,
      run.trigger,
      jsonText(run.overrides),
      run.held,
      run.codeHash,
      run.snapshotIds,
      run.seed,
      run.cellsTotal,
      run.openTasks,
      run.timeoutMs,
      waitText(run.waitsFor ?? null),
      run.mustFinishAt,
      run.dataThrough,
      run.priority ?? "normal",
      run.limits === undefined || run.limits.length === 0 ? null : run.limits,
      run.dedupeKey ?? null,
      run.repeats ?? null,
      run.backfillId ?? null,
      run.datasetVersionIds ?? [],
      run.reads ?? null,
    ],
  });
  return rowCount === 1;
}

export async function readRun(connection: Connection, id: RunId): Promise<RunRow | null> {
  const { rows } = await connection.query<RunRow>({
    name: "read-run",
    text: `select ${RUN_COLUMNS} from run where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Those of the runs that there are, in no order. */
export async function readRuns(connection: Connection, ids: readonly string[]): Promise<readonly RunRow[]> {
  const { rows } = await connection.query<RunRow>({
    name: "read-runs",
    text: `select ${RUN_COLUMNS} from run where id = any($1)`,
    values: [ids],
  });
  return rows;
}

/** The run of a key that has not failed and is not being stopped; null for none. */
export async function readRunOfKey(connection: Connection, dedupeKey: string): Promise<RunRow | null> {
  const { rows } = await connection.query<RunRow>({
    name: "read-run-of-key",
    text: `
      select ${RUN_COLUMNS} from run
      where dedupe_key = $1 and stopping is null and state in ('queued', 'running', 'succeeded')`,
    values: [dedupeKey],
  });
  return rows[0] ?? null;
}

/**
 * The run, locked for the rest of the transaction. Whoever moves a task of a run holds this
 * lock, so the state machine of one run is never in two hands, and locks are always taken
 * in the order run → tasks. `no key`: rows that refer to the run (log lines, cells' tasks) go in meanwhile.
 */
export async function lockRun(connection: Connection, id: RunId): Promise<RunRow | null> {
  const { rows } = await connection.query<RunRow>({
    name: "lock-run",
    text: `select ${RUN_COLUMNS} from run where id = $1 for no key update`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** When its time began to count: when it was asked for, or begun again. */
export function askedAt({ reopenedAt, createdAt }: Pick<RunRow, "reopenedAt" | "createdAt">): Date {
  return reopenedAt ?? createdAt;
}

import type { RunId } from "../../core/names/ids.ts";
import type { RunState, RunTrigger } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";
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
  readonly seed: number;
  readonly cellsTotal: number;
  readonly openTasks: number;
  readonly timeoutMs: number;
  /** Data that must have come before the run is planned. */
  readonly waitsFor?: Wait | null;
  readonly mustFinishAt?: Date | null;
  /** Last day whose data it may use, `YYYY-MM-DD`, besides those that were over by its logical date. */
  readonly dataThrough?: string | null;
}

export interface RunRow {
  readonly id: RunId;
  readonly dagId: string;
  readonly dagHash: string;
  readonly logicalDate: Date;
  readonly tickAt: Date | null;
  readonly trigger: RunTrigger;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly state: RunState;
  readonly reason: string | null;
  readonly held: boolean;
  /** The state that the run is being brought to before its time; null while it goes its own way. */
  readonly stopping: "failed" | "cancelled" | null;
  readonly codeHash: string;
  readonly snapshotIds: readonly string[];
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
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export const RUN_COLUMNS = `id, dag_id as "dagId", dag_hash as "dagHash", logical_date as "logicalDate", tick_at as "tickAt",
  trigger, overrides, state, reason, held, stopping, code_hash as "codeHash", snapshot_ids as "snapshotIds",
  seed::float8 as seed, cells_total as "cellsTotal", cells_done as "cellsDone", cells_succeeded as "cellsSucceeded",
  cells_cached as "cellsCached", cells_failed as "cellsFailed", open_tasks as "openTasks",
  waits_for as "waitsFor", wait_until as "waitUntil", must_finish_at as "mustFinishAt", data_through as "dataThrough", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** False when the DAG has a run of this tick already (I1). */
export async function insertRun(connection: Connection, run: NewRun): Promise<boolean> {
  const { rowCount } = await connection.query({
    name: "insert-run",
    text: `
      insert into run (id, dag_id, dag_hash, logical_date, tick_at, trigger, overrides, held, code_hash,
        snapshot_ids, seed, cells_total, open_tasks, timeout_ms, waits_for, must_finish_at, data_through)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      on conflict (dag_id, tick_at) do nothing`,
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

/** `queued` → `running`, and the clock of the time-out starts. No effect on a run that is on its way. */
export async function markRunning(connection: Connection, id: RunId): Promise<void> {
  await connection.query({
    name: "mark-running",
    text: `
      update run set state = 'running', started_at = now(), deadline_at = now() + timeout_ms * interval '1 ms'
      where id = $1 and state = 'queued'`,
    values: [id],
  });
}

/** Gives back the number of tasks that have still to end. */
export async function closeTasks(connection: Connection, id: RunId, ended: number): Promise<number> {
  const { rows } = await connection.query<{ open: number }>({
    name: "close-tasks",
    text: `update run set open_tasks = open_tasks - $2 where id = $1 returning open_tasks as open`,
    values: [id, ended],
  });
  return rows[0]?.open ?? 0;
}

export interface CellCounts {
  readonly succeeded: number;
  readonly cached: number;
  readonly failed: number;
}

export async function addRunCells(connection: Connection, id: RunId, counts: CellCounts): Promise<void> {
  await connection.query({
    name: "add-run-cells",
    text: `
      update run set cells_done = cells_done + $2 + $3 + $4, cells_succeeded = cells_succeeded + $2,
        cells_cached = cells_cached + $3, cells_failed = cells_failed + $4
      where id = $1`,
    values: [id, counts.succeeded, counts.cached, counts.failed],
  });
}

/** False when the run had been told to stop, or had ended, before. */
export async function markStopping(
  connection: Connection,
  id: RunId,
  stop: { readonly state: "failed" | "cancelled"; readonly reason: string },
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update run set stopping = $2, reason = $3 where id = $1 and stopping is null and finished_at is null`,
    [id, stop.state, stop.reason],
  );
  return rowCount === 1;
}

/** False when another process has ended the run. */
export async function endRun(
  connection: Connection,
  id: RunId,
  end: { readonly state: RunState; readonly reason: string | null },
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `update run set state = $2, reason = coalesce(reason, $3), finished_at = now(),
       started_at = coalesce(started_at, now())
     where id = $1 and finished_at is null`,
    [id, end.state, end.reason],
  );
  return rowCount === 1;
}

/** Takes the oldest held run of a DAG, unless one that is not held has not ended; null when there is none to take. */
export async function takeHeldRun(connection: Connection, dagId: string): Promise<RunId | null> {
  const { rows } = await connection.query<{ id: RunId }>(
    `update run set held = false
     where id = (
       select id from run where dag_id = $1 and finished_at is null and held
       order by tick_at nulls last, created_at, id limit 1 for update)
       and not exists (select from run other where other.dag_id = $1 and other.finished_at is null and not other.held)
     returning id`,
    [dagId],
  );
  return rows[0]?.id ?? null;
}

import type { SweepJudgement } from "../../analytics/overfitting/judge-sweep.ts";
import type { PoolUse } from "../../core/spec/limits-spec.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import type { DataReads, TaskKind, TaskPhase, TaskState, TriggerRule } from "../../core/names/states.ts";
import { keepResultInputs, type NewResultInputs } from "../inputs/result-inputs.ts";
import { int8Array } from "../binary-array.ts";
import type { Connection } from "../connection/transaction.ts";
import { jsonText } from "../connection/storable-client.ts";

export interface NewTask {
  readonly key: string;
  /** Position in the DAG's before, backtests or after list. */
  readonly specIndex: number;
  readonly kind: TaskKind;
  readonly phase: TaskPhase;
  readonly triggerRule: TriggerRule;
  readonly minSuccess: number | null;
  /** Positions, among all tasks of the run, of those that come first. */
  readonly needs: readonly number[];
  /** Of backtests. */
  readonly sweep: NewSweep | null;
  /** What each attempt takes of a pool; null or absent for none. */
  readonly pool?: PoolUse | null;
  /** From its beginning to its end; null or absent for no limit. */
  readonly timeoutMs?: number | null;
  /** Workers that it may lose; absent: three. */
  readonly maxKills?: number;
}

export interface NewSweep {
  readonly base: Uint8Array;
  /** Null when it reads no frozen data. */
  readonly snapshotId: string | null;
  /** Absent for none. */
  readonly datasetVersionId?: string | null;
  readonly reads: DataReads;
  readonly codeHash: string;
  readonly cells: number;
  /** What `base` is a hash of; null or absent where nobody tells. */
  readonly inputs?: NewResultInputs | null;
  /** Cells that are out at a time, where they are computed outside; absent for no limit. */
  readonly maxCellsOut?: number;
}

export interface TaskRow {
  readonly id: TaskId;
  readonly runId: RunId;
  readonly key: string;
  readonly position: number;
  readonly specIndex: number;
  readonly kind: TaskKind;
  readonly phase: TaskPhase;
  readonly state: TaskState;
  readonly attempts: number;
  readonly kills: number;
  readonly error: TaskError | null;
  readonly output: unknown;
  /** Of backtests that ended well; null until somebody asked for it. */
  readonly judgement: SweepJudgement | null;
  readonly base: Buffer | null;
  readonly snapshotId: string | null;
  readonly datasetVersionId: string | null;
  readonly codeHash: string | null;
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsSucceeded: number;
  readonly cellsCached: number;
  readonly cellsFailed: number;
  /** Those among the succeeded that were gone on with from the night before, and from how many bars; null for none. */
  readonly cellsExtended: number;
  readonly extendedFrom: number | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface TaskError {
  readonly code: string;
  readonly message: string;
}

const COLUMNS = `id::text, run_id as "runId", key, position, spec_index as "specIndex", kind, phase, state, attempts, kills, error, output, judgement, base,
  snapshot_id as "snapshotId", dataset_version_id::text as "datasetVersionId", code_hash as "codeHash", cells_total as "cellsTotal", cells_done as "cellsDone",
  cells_succeeded as "cellsSucceeded", cells_cached as "cellsCached", cells_failed as "cellsFailed",
  cells_extended as "cellsExtended", extended_from as "extendedFrom", started_at as "startedAt", finished_at as "finishedAt"`;

const DEFAULT_MAX_KILLS = 3;

/**
 * Writes tasks of a run with their counters of unmet needs; the ids come back in the order of the list.
 *
 * @param earlier ids of its first tasks, which are written already and have ended
 */
export async function insertTasks(
  connection: Connection,
  runId: RunId,
  tasks: readonly NewTask[],
  earlier: readonly TaskId[] = [],
): Promise<readonly TaskId[]> {
  const { rows } = await connection.query<{ id: TaskId }>({
    name: "insert-tasks",
    text: `
      insert into task (run_id, position, spec_index, key, kind, phase, trigger_rule, min_success, unmet,
        base, snapshot_id, code_hash, cells_total, pool, pool_slots, memory_mb, timeout_ms, max_kills, max_cells_out,
        dataset_version_id, reads)
      select $1, new.position - 1 + $21, new.spec_index, new.key, new.kind, new.phase, new.trigger_rule, new.min_success, new.unmet,
        new.base, new.snapshot_id, new.code_hash, new.cells, new.pool, new.pool_slots, new.memory_mb, new.timeout_ms, new.max_kills,
        new.max_cells_out, new.dataset_version_id, new.reads
      from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::float8[], $7::int[], $8::bytea[], $9::text[],
        $10::text[], $11::int[], $12::int[], $13::text[], $14::int[], $15::int[], $16::int8[], $17::int[], $18::int[], $19::int8[], $20::text[]) with ordinality
        as new (key, kind, phase, trigger_rule, min_success, unmet, base, snapshot_id, code_hash, cells, spec_index,
          pool, pool_slots, memory_mb, timeout_ms, max_kills, max_cells_out, dataset_version_id, reads, position)
      order by new.position
      returning id::text`,
    values: [
      runId,
      tasks.map((task) => task.key),
      tasks.map((task) => task.kind),
      tasks.map((task) => task.phase),
      tasks.map((task) => task.triggerRule),
      tasks.map((task) => task.minSuccess),
      tasks.map((task) => task.needs.filter((need) => need >= earlier.length).length),
      tasks.map((task) => task.sweep?.base ?? null),
      tasks.map((task) => task.sweep?.snapshotId ?? null),
      tasks.map((task) => task.sweep?.codeHash ?? null),
      tasks.map((task) => task.sweep?.cells ?? 0),
      tasks.map((task) => task.specIndex),
      tasks.map((task) => task.pool?.name ?? null),
      tasks.map((task) => task.pool?.slots ?? 1),
      tasks.map((task) => task.pool?.memoryMb ?? 0),
      tasks.map((task) => task.timeoutMs ?? null),
      tasks.map((task) => task.maxKills ?? DEFAULT_MAX_KILLS),
      tasks.map((task) => task.sweep?.maxCellsOut ?? null),
      tasks.map((task) => task.sweep?.datasetVersionId ?? null),
      tasks.map((task) => task.sweep?.reads ?? null),
      earlier.length,
    ],
  });
  const ids = rows.map((row) => row.id);
  await insertNeeds(connection, tasks, [...earlier, ...ids]);
  for (const { sweep } of tasks) if (sweep?.inputs) await keepResultInputs(connection, sweep.inputs);
  return ids;
}

/** @param ids of all tasks of the run; those of `tasks` are the last */
async function insertNeeds(connection: Connection, tasks: readonly NewTask[], ids: readonly TaskId[]): Promise<void> {
  const first = ids.length - tasks.length;
  const pairs = tasks.flatMap((task, index) =>
    task.needs.map((need) => [ids[need] ?? "", ids[first + index] ?? ""] as const),
  );
  if (pairs.length === 0) return;
  await connection.query({
    name: "insert-needs",
    text: `insert into task_need (needed_id, task_id) select * from unnest($1::int8[], $2::int8[])`,
    values: [int8Array(pairs.map(([needed]) => needed)), int8Array(pairs.map(([, task]) => task))],
  });
}

export async function readTask(connection: Connection, id: TaskId): Promise<TaskRow | null> {
  const { rows } = await connection.query<TaskRow>({
    name: "read-task",
    text: `select ${COLUMNS} from task where id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Keeps the judgement of a sweep; the first one stays. Gives back the one that is kept. */
export async function keepJudgement(
  connection: Connection,
  id: TaskId,
  judgement: SweepJudgement,
): Promise<SweepJudgement> {
  const { rows } = await connection.query<{ judgement: SweepJudgement }>(
    `update task set judgement = coalesce(judgement, $2::jsonb) where id = $1 returning judgement`,
    [id, jsonText(judgement)],
  );
  return rows[0]?.judgement ?? judgement;
}

/** All tasks of a run in the order of its graph. */
export async function listTasks(connection: Connection, runId: RunId): Promise<readonly TaskRow[]> {
  const { rows } = await connection.query<TaskRow>({
    name: "list-tasks",
    text: `select ${COLUMNS} from task where run_id = $1 order by position`,
    values: [runId],
  });
  return rows;
}

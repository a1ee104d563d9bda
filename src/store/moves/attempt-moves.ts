import { MOVES } from "../../core/names/moves.ts";
import type { RunId, TaskId } from "../../core/names/ids.ts";
import {
  type AttemptState,
  type RunState,
  TASK_KINDS,
  type TaskKind,
  type TaskPhase,
} from "../../core/names/states.ts";
import { int8Array } from "../binary-array.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";
import { IS_LIMITED } from "../limits/slot-claims.ts";
import { jsonText } from "../connection/storable-client.ts";
import type { AttemptId } from "../run/attempts.ts";
import type { TaskError } from "../run/tasks.ts";
import { mayMove, mayMoveTo } from "./guard.ts";

export interface ClaimedTask {
  readonly taskId: TaskId;
  readonly attemptId: AttemptId;
  readonly runId: RunId;
  readonly kind: TaskKind;
  readonly phase: TaskPhase;
  /** Position in the DAG's list of its phase. */
  readonly specIndex: number;
  /** Tries that have failed before this one. */
  readonly attempts: number;
  readonly runState: RunState;
  readonly priority: Priority;
  readonly dagHash: string;
  readonly logicalDate: Date;
  readonly cellsTotal: number;
  readonly cellsSucceeded: number;
  readonly cellsCached: number;
  readonly cellsFailed: number;
}

const { begin } = MOVES.task;
const ENDS = Object.values(MOVES.attempt);
const KNOWN_KINDS = TASK_KINDS.map((kind) => `'${kind}'`).join(", ");

/**
 * Takes the queued ones of these tasks for a worker, each with an attempt of its own.
 * Tasks that are taken, not yet due, of a stopping run, limited (see `claimLimited`), or of a kind that only a newer version knows
 * are left out. The ids of the attempts are drawn first: joining them afterwards took 100 ms for 1,000 tasks.
 */
export function claimTasks(
  connection: Connection,
  ids: readonly TaskId[],
  workerId: string,
): Promise<readonly ClaimedTask[]> {
  return claim(connection, { name: "claim-tasks", where: `not ${IS_LIMITED}` }, [int8Array(ids), workerId]);
}

/** As `claimTasks`, of tasks that limits have let in. */
export function claimAdmitted(
  transaction: Transaction,
  ids: readonly TaskId[],
  workerId: string,
): Promise<readonly ClaimedTask[]> {
  return claim(transaction, { name: "claim-admitted", where: "true" }, [int8Array(ids), workerId]);
}

async function claim(
  connection: Connection,
  { name, where }: { readonly name: string; readonly where: string },
  values: readonly [Buffer, string],
): Promise<readonly ClaimedTask[]> {
  const { rows } = await connection.query<ClaimedTask>({
    name,
    text: `
      with claimed as (
        update task set state = '${begin.to}', started_at = coalesce(task.started_at, now())
        from run
        where task.id = any($1::int8[]) and ${mayMove("task", begin)} and run.id = task.run_id
          and task.kind in (${KNOWN_KINDS})
          and run.stopping is null and run.paused_at is null and (task.run_after is null or task.run_after <= now()) and ${where}
        returning nextval(pg_get_serial_sequence('attempt', 'id')) as attempt_id, task.id, task.run_id, task.kind, task.phase,
          task.spec_index, task.attempts, run.state, run.priority, run.dag_hash, run.logical_date, run.cells_total,
          run.cells_succeeded, run.cells_cached, run.cells_failed
      ), made as (
        insert into attempt (id, task_id, worker_id) overriding system value select attempt_id, id, $2 from claimed
      )
      select id::text as "taskId", attempt_id::text as "attemptId", run_id as "runId", kind, phase, spec_index as "specIndex",
        attempts, state as "runState", priority, dag_hash as "dagHash", logical_date as "logicalDate",
        cells_total as "cellsTotal", cells_succeeded as "cellsSucceeded", cells_cached as "cellsCached",
        cells_failed as "cellsFailed"
      from claimed`,
    values: [...values],
  });
  return rows;
}

export interface AttemptEnd {
  readonly id: AttemptId;
  readonly state: Exclude<AttemptState, "running">;
  readonly error: TaskError | null;
}

export interface EndedAttempts {
  /** Those that ran. */
  readonly held: ReadonlySet<AttemptId>;
  /** Limits of which they give back what they had: whoever waits in these lines is to be woken (see `wakeLines`). */
  readonly freed: readonly string[];
}

/**
 * Ends running attempts. The fence: an attempt that was declared lost is not among the
 * answer, and whoever holds it must not commit anything else (I2).
 */
export async function endAttempts(connection: Connection, ends: readonly AttemptEnd[]): Promise<EndedAttempts> {
  const { rows } = await connection.query<{ id: AttemptId; freed: string | null }>({
    name: "end-attempts",
    text: `
      with done as (
      update attempt set state = ended.state, error = ended.error::jsonb, finished_at = now(), look_at = null
      from unnest($1::int8[], $2::text[], $3::text[]) as ended (id, state, error)
      where attempt.id = ended.id and ${mayMoveTo("attempt", ENDS, "ended.state")}
      returning attempt.id
      ), given_back as (
        delete from held_slot using done where held_slot.attempt_id = done.id returning held_slot.attempt_id, held_slot.name
      )
      select done.id::text, given_back.name as freed from done left join given_back on given_back.attempt_id = done.id`,
    values: [
      int8Array(ends.map((end) => end.id)),
      ends.map((end) => end.state),
      ends.map((end) => (end.error === null ? null : jsonText(end.error))),
    ],
  });
  const freed = new Set(rows.flatMap((row) => row.freed ?? []));
  return { held: new Set(rows.map((row) => row.id)), freed: [...freed] };
}

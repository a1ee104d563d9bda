import type { TaskId } from "../../core/names/ids.ts";
import { poolLimit, QUEUE_PREFIX, queueLimit } from "../../core/names/limit-names.ts";
import { MOVES } from "../../core/names/moves.ts";
import type { Priority } from "../../core/names/priority.ts";
import { int8Array } from "../binary-array.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";
import { HAS_OPEN_RANGES } from "../outside/open-ranges.ts";
import { mayMove } from "../moves/guard.ts";
import type { SlotNeed } from "./held-slots.ts";

/** What an attempt at a task would take, and when it asked. */
export interface SlotClaim {
  readonly taskId: TaskId;
  readonly priority: Priority;
  readonly needs: readonly SlotNeed[];
  /** The limit that it waits for; null when it does not wait yet. */
  readonly waitsFor: string | null;
  /** Since when; null when it does not wait yet. */
  readonly rankedAt: Date | null;
}

/** Whether anything limits a task. The queues are looked up once in a statement, not for every task. */
export const IS_LIMITED = `(task.pool is not null or run.limits is not null or run.priority = any (array(
  select substr(name, ${QUEUE_PREFIX.length + 1}) from slot_limit where starts_with(name, '${QUEUE_PREFIX}'))))`;

interface ClaimRow {
  readonly taskId: TaskId;
  readonly priority: Priority;
  readonly pool: string | null;
  readonly poolSlots: number;
  readonly memoryMb: number;
  readonly limits: readonly string[] | null;
  readonly waitsFor: string | null;
  readonly rankedAt: Date | null;
}

const COLUMNS = `task.id::text as "taskId", run.priority, task.pool, task.pool_slots as "poolSlots",
  task.memory_mb as "memoryMb", run.limits`;
const WAIT = `(select name from slot_wait where task_id = task.id) as "waitsFor",
  (select ranked_at from slot_wait where task_id = task.id) as "rankedAt"`;

/** Those of the queued tasks that something limits, and that could begin now. */
export async function listQueuedClaims(connection: Connection, ids: readonly TaskId[]): Promise<readonly SlotClaim[]> {
  const { rows } = await connection.query<ClaimRow>({
    name: "list-queued-claims",
    text: `
      select ${COLUMNS}, ${WAIT} from task join run on run.id = task.run_id
      where task.id = any($1::int8[]) and ${mayMove("task", MOVES.task.begin)} and run.stopping is null and run.paused_at is null
        and (task.run_after is null or task.run_after <= now()) and ${IS_LIMITED}
      order by task.id`,
    values: [int8Array(ids)],
  });
  return rows.map(claimOf);
}

/** Locks those of the tasks that are queued and that nobody is moving at this moment: waiting for them here could be for ever. */
export async function lockQueued(transaction: Transaction, ids: readonly TaskId[]): Promise<ReadonlySet<TaskId>> {
  const { rows } = await transaction.query<{ id: TaskId }>({
    name: "lock-queued",
    text: `
      select id::text from task where id = any($1::int8[]) and ${mayMove("task", MOVES.task.begin)}
      for no key update skip locked`,
    values: [int8Array(ids)],
  });
  return new Set(rows.map(({ id }) => id));
}

/** What a range of a running sweep would take; null when nothing limits it, or it has nothing to give out. Locks the task. */
export async function lockSweepClaim(transaction: Transaction, id: TaskId): Promise<SlotClaim | null> {
  const { rows } = await transaction.query<ClaimRow>({
    name: "lock-sweep-claim",
    text: `
      select ${COLUMNS}, ${WAIT} from task join run on run.id = task.run_id
      where task.id = $1 and task.state = 'running' and run.stopping is null and run.paused_at is null and ${IS_LIMITED}
        and ${HAS_OPEN_RANGES}
      for no key update of task`,
    values: [id],
  });
  const [row] = rows;
  return row === undefined ? null : claimOf(row);
}

function one(name: string): SlotNeed {
  return { name, slots: 1, memoryMb: 0 };
}

function claimOf({ taskId, priority, pool, poolSlots, memoryMb, limits, waitsFor, rankedAt }: ClaimRow): SlotClaim {
  const ofPool = pool === null ? [] : [{ name: poolLimit(pool), slots: poolSlots, memoryMb }];
  const needs = [...ofPool, ...(limits ?? []).map(one), one(queueLimit(priority))];
  return { taskId, priority, needs, waitsFor, rankedAt };
}

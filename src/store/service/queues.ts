import type { Priority } from "../../core/names/priority.ts";
import type { TaskKind } from "../../core/names/states.ts";
import type { Connection } from "../connection/transaction.ts";

/** Tasks of runs that have not ended. */
export interface QueueDepth {
  readonly priority: Priority;
  readonly kind: TaskKind;
  /** Could begin. */
  readonly queued: number;
  /** A limit holds them back, begun or not. */
  readonly waiting: number;
  readonly running: number;
  /** When the oldest run with a queued task was asked for, or begun again. */
  readonly oldest: Date | null;
}

/** By priority and kind; those without any are left out. */
export async function listQueueDepths(connection: Connection): Promise<readonly QueueDepth[]> {
  const { rows } = await connection.query<QueueDepth>({
    name: "list-queue-depths",
    text: `
      select run.priority, task.kind, count(*) filter (where task.state = 'queued')::int as queued,
        count(wait.task_id)::int as waiting, count(*) filter (where task.state = 'running')::int as running,
        min(coalesce(run.reopened_at, run.created_at)) filter (where task.state = 'queued') as oldest
      from run join task on task.run_id = run.id left join slot_wait wait on wait.task_id = task.id
      where run.finished_at is null and task.state in ('queued', 'running')
      group by run.priority, task.kind`,
  });
  return rows;
}

export interface OpenRunCounts {
  readonly queued: number;
  readonly running: number;
  /** Of both. */
  readonly paused: number;
}

export async function countOpenRunsByState(connection: Connection): Promise<OpenRunCounts> {
  const { rows } = await connection.query<OpenRunCounts>({
    name: "count-open-runs-by-state",
    text: `
      select count(*) filter (where state = 'queued')::int as queued, count(*) filter (where state = 'running')::int as running,
        count(*) filter (where paused_at is not null)::int as paused
      from run where finished_at is null`,
  });
  return rows[0] ?? { queued: 0, running: 0, paused: 0 };
}

export interface LimitUse {
  readonly name: string;
  readonly slots: number;
  readonly memoryMb: number | null;
  readonly held: number;
  readonly heldMemoryMb: number;
  readonly waiting: number;
}

/** All that limit what runs at a time; those of single runs only where something holds or waits. Counted from live attempts (I8). */
export async function listLimitUse(connection: Connection): Promise<readonly LimitUse[]> {
  const { rows } = await connection.query<LimitUse>({
    name: "list-limit-use",
    text: `
      select slot_limit.name, slot_limit.slots, slot_limit.memory_mb as "memoryMb", coalesce(held.slots, 0)::int as held,
        coalesce(held.memory_mb, 0)::int as "heldMemoryMb", coalesce(line.waiting, 0)::int as waiting
      from slot_limit
      left join (
        select held_slot.name, sum(slots) as slots, sum(memory_mb) as memory_mb
        from held_slot join attempt on attempt.id = held_slot.attempt_id
        where attempt.state = 'running' group by held_slot.name) held on held.name = slot_limit.name
      left join (
        select wait.name, count(*) as waiting
        from slot_wait wait join task on task.id = wait.task_id join run on run.id = task.run_id
        where task.state in ('queued', 'running') and run.finished_at is null group by wait.name) line on line.name = slot_limit.name
      where slot_limit.run_id is null or held.slots > 0 or line.waiting > 0
      order by slot_limit.name`,
  });
  return rows;
}

import type { TaskId } from "../../core/names/ids.ts";
import type { Priority } from "../../core/names/priority.ts";
import type { TaskKind } from "../../core/names/states.ts";
import { int8Array, textArray } from "../binary-array.ts";
import { HAS_OPEN_RANGES } from "../outside/open-ranges.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** Of a task in a line: whether there is still anything that it waits with. */
const IS_OPEN = `
  run.stopping is null and run.paused_at is null and run.finished_at is null and (
    (task.state = 'queued' and (task.run_after is null or task.run_after <= now()))
    or (task.state = 'running' and ${HAS_OPEN_RANGES}))`;

export interface WaitingTask {
  readonly id: TaskId;
  readonly kind: TaskKind;
  readonly priority: Priority;
  readonly isBegun: boolean;
}

export interface LineHead {
  readonly name: string;
  readonly rankedAt: Date;
}

/** When the first in each line asked, those of `notOf` left out; a line with nobody in it is not there. */
export async function firstInLines(
  transaction: Transaction,
  names: readonly string[],
  notOf: readonly TaskId[],
): Promise<readonly LineHead[]> {
  const { rows } = await transaction.query<LineHead>({
    name: "first-in-lines",
    text: `
      select line.name, head.ranked_at as "rankedAt"
      from unnest($1::text[]) as line (name), lateral (
        select wait.ranked_at from slot_wait wait join task on task.id = wait.task_id join run on run.id = task.run_id
        where wait.name = line.name and not wait.task_id = any($2::int8[]) and ${IS_OPEN}
        order by wait.ranked_at, wait.task_id limit 1) head`,
    values: [names, int8Array(notOf)],
  });
  return rows;
}

/** The first of a line, at most `most`; those that wait for nothing any more are taken out. */
export async function headOfLine(
  transaction: Transaction,
  name: string,
  most: number,
): Promise<readonly WaitingTask[]> {
  for (let window = most + 8; ; window *= 4) {
    const { rows } = await transaction.query<WaitingTask & { readonly isOpen: boolean }>({
      name: "head-of-line",
      text: `
        select task.id::text, task.kind, run.priority, task.state = 'running' as "isBegun", ${IS_OPEN} as "isOpen"
        from (select task_id, ranked_at from slot_wait where name = $1 order by ranked_at, task_id limit $2) wait
        join task on task.id = wait.task_id join run on run.id = task.run_id
        order by wait.ranked_at, wait.task_id`,
      values: [name, window],
    });
    const open = rows.filter(({ isOpen }) => isOpen);
    await leaveLines(
      transaction,
      rows.filter(({ isOpen }) => !isOpen).map(({ id }) => id),
    );
    if (open.length > 0 || rows.length < window) return open.slice(0, most);
  }
}

/** Names that somebody waits for. */
export async function listLines(connection: Connection): Promise<readonly string[]> {
  // A look at the first of each, since there may be many in one.
  const { rows } = await connection.query<{ name: string }>({
    name: "list-lines",
    text: `
      with recursive line as (
        (select name from slot_wait order by name limit 1)
        union all
        select (select name from slot_wait where name > line.name order by name limit 1) from line where line.name is not null
      )
      select name from line where name is not null`,
  });
  return rows.map(({ name }) => name);
}

export interface NewWait {
  readonly taskId: TaskId;
  /** Of the limit that was reached. */
  readonly name: string;
}

/** Puts tasks in line, each where it belongs by when it asked; one that waits already keeps its place, whatever it waits for now. */
export async function joinLines(
  transaction: Transaction,
  waits: readonly NewWait[],
  headStartMs: Readonly<Record<TaskId, number>>,
): Promise<void> {
  if (waits.length === 0) return;
  await transaction.query({
    name: "join-lines",
    text: `
      insert into slot_wait (task_id, name, ranked_at)
      select wait.task_id, wait.name, now() - wait.head_start * interval '1 ms'
      from unnest($1::int8[], $2::text[], $3::float8[]) as wait (task_id, name, head_start)
      on conflict (task_id) do update set name = excluded.name`,
    values: [
      int8Array(waits.map(({ taskId }) => taskId)),
      textArray(waits.map(({ name }) => name)),
      waits.map(({ taskId }) => headStartMs[taskId] ?? 0),
    ],
  });
}

export async function leaveLines(transaction: Transaction, ids: readonly TaskId[]): Promise<void> {
  if (ids.length === 0) return;
  await transaction.query({
    name: "leave-lines",
    text: `delete from slot_wait where task_id = any($1::int8[])`,
    values: [int8Array(ids)],
  });
}

/** A sweep that was given a slot goes to the end of its line, where it has more to give out. */
export async function requeueInLine(transaction: Transaction, id: TaskId, headStartMs: number): Promise<void> {
  await transaction.query({
    name: "requeue-in-line",
    text: `update slot_wait set ranked_at = now() - $2 * interval '1 ms' where task_id = $1`,
    values: [id, headStartMs],
  });
}

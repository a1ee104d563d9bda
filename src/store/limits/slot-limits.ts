import type { RunId } from "../../core/names/ids.ts";
import type { Connection, Transaction } from "../connection/transaction.ts";

/** How much may be taken at a time under a name; see `limit-names.ts` for what names there are. */
export interface SlotLimit {
  readonly name: string;
  readonly slots: number;
  /** MiB; null when only slots are counted. */
  readonly memoryMb: number | null;
}

/** A limit and what is taken of it by attempts that run (I8). */
export interface SlotUse extends SlotLimit {
  readonly usedSlots: number;
  readonly usedMemoryMb: number;
}

const USED = `
  (select coalesce(sum(held.slots), 0)::int from held_slot held join attempt on attempt.id = held.attempt_id
    where held.name = slot_limit.name and attempt.state = 'running') as "usedSlots",
  (select coalesce(sum(held.memory_mb), 0)::int from held_slot held join attempt on attempt.id = held.attempt_id
    where held.name = slot_limit.name and attempt.state = 'running') as "usedMemoryMb"`;

/**
 * The limits of these names, locked for the rest of the transaction, so that one at a time takes of them or gives back. Last of
 * all locks, after those of runs, attempts and tasks.
 */
export async function lockLimits(transaction: Transaction, names: readonly string[]): Promise<readonly SlotUse[]> {
  const { rowCount } = await transaction.query({
    name: "lock-limits",
    text: `select from slot_limit where name = any($1::text[]) order by name for no key update`,
    values: [names],
  });
  // Counted by a statement of its own: the one that waits for the locks sees what there was before.
  return rowCount === 0 ? [] : readLimits(transaction, names);
}

/** As `lockLimits`, without the locks: what is true only for the moment. */
export async function readLimits(connection: Connection, names: readonly string[]): Promise<readonly SlotUse[]> {
  const { rows } = await connection.query<SlotUse>({
    name: "read-limits",
    text: `
      select name, slots, memory_mb as "memoryMb", ${USED} from slot_limit where name = any($1::text[]) order by name`,
    values: [names],
  });
  return rows;
}

export interface ListedLimit extends SlotUse {
  readonly waiting: number;
}

/** Those that people have set, by their names. */
export async function listLimits(connection: Connection, prefixes: readonly string[]): Promise<readonly ListedLimit[]> {
  const { rows } = await connection.query<ListedLimit>({
    name: "list-limits",
    text: `
      select name, slots, memory_mb as "memoryMb", ${USED},
        (select count(*)::int from slot_wait wait join task on task.id = wait.task_id join run on run.id = task.run_id
          where wait.name = slot_limit.name and task.state in ('queued', 'running') and run.finished_at is null) as waiting
      from slot_limit where exists (select from unnest($1::text[]) as prefix where starts_with(name, prefix))
      order by name`,
    values: [prefixes],
  });
  return rows;
}

export async function setLimit(
  connection: Connection,
  { name, slots, memoryMb }: SlotLimit,
  runId: RunId | null = null,
): Promise<void> {
  await connection.query({
    name: "set-limit",
    text: `
      insert into slot_limit (name, slots, memory_mb, run_id) values ($1, $2, $3, $4)
      on conflict (name) do update set slots = excluded.slots, memory_mb = excluded.memory_mb`,
    values: [name, slots, memoryMb, runId],
  });
}

/** From now on nothing limits what has these names. Gives back those that had a limit. */
export async function dropLimits(connection: Connection, names: readonly string[]): Promise<readonly string[]> {
  const { rows } = await connection.query<{ name: string }>({
    name: "drop-limits",
    text: `delete from slot_limit where name = any($1::text[]) returning name`,
    values: [names],
  });
  return rows.map(({ name }) => name);
}

/** Those of the names that have no limit; the others keep theirs until the end of the transaction. */
export async function namesWithoutLimit(
  transaction: Transaction,
  names: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await transaction.query<{ name: string }>({
    name: "names-without-limit",
    text: `select name from slot_limit where name = any($1::text[]) order by name for key share`,
    values: [names],
  });
  const known = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
}

/** Runs that have not ended, and of which tasks that have not ended are to take of the pool. */
export async function listPoolRuns(connection: Connection, pool: string): Promise<readonly RunId[]> {
  const { rows } = await connection.query<{ id: RunId }>({
    name: "list-pool-runs",
    text: `
      select run.id from run
      where run.finished_at is null and exists (
        select from task where task.run_id = run.id and task.pool = $1 and task.finished_at is null)
      order by run.created_at`,
    values: [pool],
  });
  return rows.map(({ id }) => id);
}

import { AppError } from "../../core/errors/app-error.ts";
import { poolLimit, QUEUE_PREFIX, queueLimit } from "../../core/names/limit-names.ts";
import { POOL_NAME } from "../../core/names/pool-name.ts";
import { PRIORITIES } from "../../core/names/priority.ts";
import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { dropLimits, type ListedLimit, listLimits, listPoolRuns, setLimit } from "../../store/limits/slot-limits.ts";
import { wakeLines } from "./wake-lines.ts";

/** More than anybody has, and little enough to be counted in 32 bits. */
const MOST_SLOTS = 1_000_000;

export interface PoolSize {
  /** 0 holds everything back. */
  readonly slots: number;
  /** MiB; null when only slots are counted. */
  readonly memoryMb: number | null;
}

/** Pools that people have made, and limits of the queues of priorities. */
export function listPools(database: Database): Promise<readonly ListedLimit[]> {
  return listLimits(database, [poolLimit(""), QUEUE_PREFIX]);
}

/** Makes a pool, or changes its size. What is in it already goes on. @throws AppError USAGE */
export async function setPool(database: Database, name: string, { slots, memoryMb }: PoolSize): Promise<void> {
  const limit = limitOf(name);
  if (slots > MOST_SLOTS) {
    throw new AppError("USAGE", `${slots.toLocaleString("en")} slots are too many.`, {
      hint: `A pool has at most ${MOST_SLOTS.toLocaleString("en")}; remove it to have no limit.`,
    });
  }
  await inTransaction(database, async (transaction) => {
    await setLimit(transaction, { name: limit, slots, memoryMb });
    await wakeLines(transaction, [limit]);
  });
}

/** @throws AppError POOL_UNKNOWN, or POOL_IN_USE while runs need it that have not ended */
export async function removePool(database: Database, name: string): Promise<void> {
  const limit = limitOf(name);
  await inTransaction(database, async (transaction) => {
    // Waits for runs that are being started with it: they are there when it goes on.
    const dropped = await dropLimits(transaction, [limit]);
    if (dropped.length === 0) {
      throw new AppError("POOL_UNKNOWN", `There is no pool "${name}"`, {
        hint: "`nightgrid pools list` shows those that there are.",
      });
    }
    const runs = limit === poolLimit(name) ? await listPoolRuns(transaction, name) : [];
    if (runs.length > 0) throw inUse(name, runs);
    await wakeLines(transaction, [limit]);
  });
}

function inUse(name: string, runs: readonly string[]): AppError {
  const more = runs.length > 3 ? ` and ${runs.length - 3} more` : "";
  return new AppError("POOL_IN_USE", `Runs need the pool "${name}": ${runs.slice(0, 3).join(", ")}${more}`, {
    hint: `Wait for them, cancel them, or hold back what has not begun: nightgrid pools set ${name} --slots 0.`,
  });
}

/** @throws AppError USAGE */
function limitOf(name: string): string {
  const priority = PRIORITIES.find((known) => known === name);
  if (priority !== undefined) return queueLimit(priority);
  if (new RegExp(POOL_NAME).test(name)) return poolLimit(name);
  throw new AppError("USAGE", `"${name}" is no name of a pool.`, {
    hint: "Letters, digits, _ and -, a letter first, at most 64.",
  });
}

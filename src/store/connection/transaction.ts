import type { Pool, PoolClient } from "pg";
import { passesByItself, problemOf } from "../problems/problem-of.ts";

/** A pool of connections: each query may take another one. */
export type Database = Pool;
/** One connection inside a transaction. */
export type Transaction = PoolClient;
/** Where a query may run: on any connection, or inside a transaction. */
export type Connection = Pool | PoolClient;

const MAX_TRIES = 5;

/**
 * Runs `work` in a transaction: committed when it returns, rolled back when it throws.
 * A deadlock or a serialisation failure starts it again, at most 5 times, so `work` must have no other effects.
 */
export async function inTransaction<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(database, work);
    } catch (error) {
      if (attempt >= MAX_TRIES || !isConflict(error)) throw error;
    }
  }
}

async function once<T>(database: Database, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const client = await database.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const value = await work(client);
    await client.query("commit");
    return value;
  } catch (error) {
    // A connection to a server that was read-only, or is going down, may stay of no use: the pool makes a new one.
    if (passesByItself(error) && !isConflict(error) && error instanceof Error) broken = error;
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function isConflict(error: unknown): boolean {
  return problemOf(error)?.remedy === "again";
}

/** True when the server has no room left to write to. */
export function isDatabaseFull(error: unknown): boolean {
  return problemOf(error)?.code === "DISK_FULL";
}

/**
 * True when the database is of no use for now (restart, fail-over, network, too many connections) rather than refuses
 * the statement: trying again later may help.
 */
export function isConnectionLost(error: unknown): boolean {
  return passesByItself(error);
}

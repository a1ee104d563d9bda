import { DatabaseError, type Pool, type PoolClient } from "pg";

/** A pool of connections: each query may take another one. */
export type Database = Pool;
/** One connection inside a transaction. */
export type Transaction = PoolClient;
/** Where a query may run: on any connection, or inside a transaction. */
export type Connection = Pool | PoolClient;

const SERIALIZATION_FAILURE = "40001";
const DEADLOCK_DETECTED = "40P01";
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
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === SERIALIZATION_FAILURE || error.code === DEADLOCK_DETECTED);
}

const DISK_FULL = "53100";

/** True when the server has no room left to write to. */
export function isDatabaseFull(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === DISK_FULL;
}

const CONNECTION_CODES = /^(08|57P0|ECONN|EPIPE|ENOENT|ETIMEDOUT)/;

/** True when the server went away (restart, network) rather than refused the statement: trying again later may help. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && CONNECTION_CODES.test(String(error.code))) return true;
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/.test(
    error.message,
  );
}

import { setTimeout as delay } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";
import { AppError } from "../../core/errors/app-error.ts";
import { maskDatabaseUrl } from "../connection/database-url.ts";
import { POOLED_PROBLEM } from "./database-problems.ts";

/** In a pool of one connection the second client waits for the first one; that is an answer, too. */
const PATIENCE_MS = 2000;

/**
 * Finds out whether a pooler keeps a client on one connection (session mode) or gives each transaction another one. There
 * `search_path`, `LISTEN` and advisory locks get lost, so neither we nor graphile-worker can work through it.
 *
 * @throws AppError DB_POOLED
 */
export async function refuseTransactionPooling(pool: Pool, url: string): Promise<void> {
  const [first, second] = [await pool.connect(), await pool.connect()];
  const usesTwo = isMoved(first, second);
  try {
    if (!(await Promise.race([usesTwo, delay(PATIENCE_MS, true)]))) return;
  } finally {
    void usesTwo.catch(() => undefined);
    first.release(true);
    second.release(true);
  }
  throw new AppError(POOLED_PROBLEM.code, `${POOLED_PROBLEM.fact}: ${maskDatabaseUrl(url)}`, {
    hint: POOLED_PROBLEM.hint,
  });
}

/** While `other` holds a connection in a transaction, does `client` answer from another one than before? */
async function isMoved(client: PoolClient, other: PoolClient): Promise<boolean> {
  const before = await backendOf(client);
  // Statement mode refuses transactions altogether.
  const isRefused = await other.query("begin").then(
    () => false,
    () => true,
  );
  if (isRefused) return true;
  await backendOf(other);
  const after = await backendOf(client);
  await other.query("rollback");
  return before !== after;
}

async function backendOf(client: PoolClient): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}

import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Pool } from "pg";
import { inject } from "vitest";
import { connect } from "../../src/store/connection/connect.ts";
import { startEmbedded } from "../../src/store/embedded/start-embedded.ts";
import { migrate } from "../../src/store/connection/migrate.ts";
import { migrateQueue } from "../../src/worker/migrate-queue.ts";
import { watchMoves } from "./moves/watch-moves.ts";

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Up to ten connections, `search_path` on our schema. */
  readonly pool: Pool;
  /** Ends the pool and drops the database. */
  close(): Promise<void>;
}

/**
 * A database of its own, migrated, empty: a clone of the run's template. Meant to be
 * called once per test file, in `beforeAll`; `TEST_DATABASE_URL` names another server
 * than the embedded one (its role must be allowed to create databases).
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const home = inject("databaseHome");
  const serverUrl = process.env["TEST_DATABASE_URL"] ?? (await startTestServer(home));
  const name = `${prefixOf(home)}_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, async (server) => {
    const template = await ensureTemplate(server, serverUrl, home);
    await server.query(`create database "${name}" template "${template}"`);
  });
  const url = withDatabase(serverUrl, name);
  const pool = await connect({ url });
  const close = async (): Promise<void> => {
    await pool.end();
    await onServer(serverUrl, (server) => server.query(`drop database if exists "${name}" with (force)`));
  };
  return { url, pool, close, [Symbol.asyncDispose]: close };
}

/** Only needed for a server that goes on living after the tests. */
export async function dropTestDatabases(home: string): Promise<void> {
  const serverUrl = process.env["TEST_DATABASE_URL"];
  if (serverUrl === undefined) return;
  await onServer(serverUrl, async (server) => {
    const like = `${prefixOf(home).replaceAll("_", "\\_")}\\_%`;
    const { rows } = await server.query<{ datname: string }>("select datname from pg_database where datname like $1", [
      like,
    ]);
    for (const { datname } of rows) await server.query(`drop database "${datname}" with (force)`);
  });
}

async function startTestServer(home: string): Promise<string> {
  const { url } = await startEmbedded({ home, isDurable: false, lingerMs: 60_000 });
  return url;
}

/** Made by whichever test file comes first; under its final name only once it is complete. */
async function ensureTemplate(server: Pool, serverUrl: string, home: string): Promise<string> {
  const template = `${prefixOf(home)}_template`;
  const client = await server.connect();
  try {
    await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [template]);
    const { rows } = await client.query("select 1 from pg_database where datname = $1", [template]);
    if (rows.length > 0) return template;
    const unfinished = `${template}_unfinished`;
    await client.query(`create database "${unfinished}"`);
    const pool = await connect({ url: withDatabase(serverUrl, unfinished) });
    await migrate(pool);
    await migrateQueue(pool);
    await watchMoves(pool);
    await pool.end();
    await client.query(`alter database "${unfinished}" rename to "${template}"`);
    return template;
  } finally {
    client.release(true);
  }
}

async function onServer(serverUrl: string, work: (server: Pool) => Promise<unknown>): Promise<void> {
  const server = await connect({ url: serverUrl, maxConnections: 2 });
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

/** One per vitest run, so that runs can share a server. */
function prefixOf(home: string): string {
  return path.basename(home).toLowerCase().replaceAll("-", "_");
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

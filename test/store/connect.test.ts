import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { connect } from "../../src/store/connection/connect.ts";
import { openDatabase } from "../../src/store/connection/open-database.ts";
import { inTransaction, isConnectionLost } from "../../src/store/connection/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { newHome } from "../support/servers/embedded.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

function urlWith(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

describe("connect", () => {
  it("gives dates as text, ids as decimal strings, moments as Date", async () => {
    const { rows } = await database.pool.query(
      "select date '2020-02-29' as day, 9007199254740993 as id, timestamptz '2020-01-01 00:00Z' as at, 0.1::float8 as x",
    );
    expect(rows).toEqual([{ day: "2020-02-29", id: "9007199254740993", at: new Date("2020-01-01T00:00:00Z"), x: 0.1 }]);
  });

  it("sets schema and time limit, even when the URL has options of its own", async () => {
    const url = urlWith(({ searchParams }) => searchParams.set("options", "-c search_path=public"));
    const pool = await connect({ url, schema: "elsewhere", statementTimeoutMs: 50 });
    try {
      const { rows } = await pool.query("select current_setting('search_path') as path");
      expect(rows).toEqual([{ path: "elsewhere" }]);
      await expect(pool.query("select pg_sleep(10)")).rejects.toThrow("statement timeout");
    } finally {
      await pool.end();
    }
  });

  it("has each call planned for its own values: a kept plan is that of small runs", async () => {
    const pool = await connect({ url: database.url, maxConnections: 1 });
    try {
      const named = { name: "planned", text: "select count(*) from task where id = any($1::int8[])" };
      for (let call = 0; call < 8; call++) await pool.query({ ...named, values: [[call]] });
      const { rows } = await pool.query(
        "select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements where name = 'planned'",
      );
      expect(rows).toEqual([{ generic: 0, custom: 8 }]);
    } finally {
      await pool.end();
    }
  });

  it("frees the locks of a transaction that says nothing any more, which is told as a connection that was lost", async () => {
    const own = await connect({ url: database.url, idleTransactionMs: 100, maxConnections: 1 });
    try {
      const left = inTransaction(own, async (transaction) => {
        await transaction.query("select pg_advisory_xact_lock(7)");
        await database.pool.query("select pg_advisory_lock(7), pg_advisory_unlock(7)");
        await transaction.query("select 1");
      });
      const error: unknown = await left.catch((thrown: unknown) => thrown);
      expect(isConnectionLost(error)).toBe(true);
      expect((await own.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    } finally {
      await own.end();
    }
  });

  it("survives the loss of an idle connection", async () => {
    const onConnectionLost = vi.fn<(error: Error) => void>();
    const pool = await connect({ url: database.url, onConnectionLost });
    try {
      const { rows } = await pool.query<{ pid: number }>("select pg_backend_pid() as pid");
      await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await vi.waitFor(() => expect(onConnectionLost).toHaveBeenCalled());
      expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    } finally {
      await pool.end();
    }
  });

  it("says why a server cannot be used, and never the password", async () => {
    await expect(connect({ url: "postgres://quant:s3cr3t@127.0.0.1:1/db" })).rejects.toMatchObject({
      code: "DB_UNREACHABLE",
      message: "Postgres at postgres://quant:***@127.0.0.1:1/db cannot be used: connect ECONNREFUSED 127.0.0.1:1",
      hint: "Is Postgres running there, and is the port right?",
    });
    const url = urlWith((changed) => {
      changed.pathname = "/missing";
      changed.searchParams.set("password", "s3cr3t");
    });
    await expect(connect({ url })).rejects.toMatchObject({
      code: "DB_UNREACHABLE",
      message: expect.not.stringContaining("s3cr3t"),
      hint: "That database does not exist; create it with `createdb`.",
    });
  });
});

describe("openDatabase", () => {
  it("prefers DATABASE_URL, and starts nothing then", async () => {
    const home = newHome();
    const opened = await openDatabase({ home, env: { DATABASE_URL: database.url } });
    expect(opened).toMatchObject({ url: database.url, isEmbedded: false });
    await opened.close();
  });

  it("brings its own database, migrated, when there is no DATABASE_URL", async () => {
    const opened = await openDatabase({ home: newHome(), env: {} });
    expect(opened.isEmbedded).toBe(true);
    const { rows } = await opened.pool.query("select count(*)::int > 0 as migrated from migrations");
    await opened.close();
    expect(rows).toEqual([{ migrated: true }]);
  });
});

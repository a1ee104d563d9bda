import { randomBytes } from "node:crypto";
import type { Pool } from "pg";
import { DatabaseError } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import { exitCodeOf } from "../../../src/cli/exit-codes.ts";
import { connect } from "../../../src/store/connection/connect.ts";
import { migrate } from "../../../src/store/connection/migrate.ts";
import { PROBLEMS_BY_STATE } from "../../../src/store/problems/database-problems.ts";
import { explainDatabaseError } from "../../../src/store/problems/explain-database-error.ts";
import { passesByItself, problemOf } from "../../../src/store/problems/problem-of.ts";
import { refuseOldServer } from "../../../src/store/problems/session-facts.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
let pool: Pool;
const role = `reader_${randomBytes(4).toString("hex")}`;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = database.pool;
  await pool.query(`create role ${role} login`);
});
afterAll(async () => {
  await pool.query(`drop owned by ${role}; drop role ${role}`);
  await database.close();
});

function asRole(changes: (url: URL) => void = () => undefined): string {
  const url = new URL(database.url);
  url.username = role;
  changes(url);
  return url.href;
}

/** What a person is told of what `work` throws. */
async function told(work: Promise<unknown>): Promise<AppError> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => explainDatabaseError(error),
  );
  if (!(thrown instanceof AppError)) throw new Error(`No expected error: ${String(thrown)}`);
  expect(exitCodeOf(thrown)).toBe(6);
  expect(thrown.hint).toBeDefined();
  return thrown;
}

async function withPool<T>(url: string, work: (own: Pool) => Promise<T>, schema?: string): Promise<T> {
  const own = await connect({ url, ...(schema === undefined ? {} : { schema }) });
  try {
    return await work(own);
  } finally {
    await own.end();
  }
}

describe("FAULTS 8.3: what Postgres refuses has a code, exit status 6 and a way out", () => {
  it("no right to create the schema", async () => {
    const error = await told(withPool(asRole(), (own) => migrate(own, { schema: "elsewhere" })));
    expect(error.code).toBe("DB_FORBIDDEN");
    expect(error.message).toContain("There are no tables of Nightgrid in schema elsewhere");
    expect(error.hint).toMatch(/grant create on database \S+ to <role>/);
  });

  it("no right to look into the schema", async () => {
    const error = await told(withPool(asRole(), (own) => migrate(own)));
    expect(error).toMatchObject({ code: "DB_FORBIDDEN", hint: expect.stringContaining("grant usage on schema") });
  });

  it("select only: looking works, a write names the right, and tables that are up to date are left alone", async () => {
    await pool.query(
      `grant usage on schema nightgrid to ${role}; grant select on all tables in schema nightgrid to ${role}`,
    );
    await withPool(asRole(), async (own) => {
      expect(await migrate(own)).toEqual([]);
      expect((await own.query("select 1 from run")).rows).toEqual([]);
      const error = await told(own.query("delete from run"));
      expect(error).toMatchObject({ code: "DB_FORBIDDEN", hint: expect.stringContaining("grant select on run") });
    });
  });

  it("tables that are older, and may not be changed", async () => {
    const schema = "old_house";
    await pool.query(`create schema ${schema}`);
    await migrate(pool, { schema });
    await pool.query(`delete from ${schema}.migrations where name = (select max(name) from ${schema}.migrations)`);
    await pool.query(
      `grant usage on schema ${schema} to ${role}; grant select on all tables in schema ${schema} to ${role}`,
    );
    const error = await told(withPool(asRole(), (own) => migrate(own, { schema }), schema));
    expect(error.code).toBe("DB_SCHEMA_MISMATCH");
    expect(error.message).toMatch(
      /^The tables in schema old_house are older than this Nightgrid: 0\d+_\w+\.sql has not run/,
    );
    expect(error.hint).toContain("role that owns the schema");
  });

  it("an unknown database, a role that is not there", async () => {
    const missing = asRole((url) => {
      url.pathname = "/missing";
    });
    expect(await told(connect({ url: missing }))).toMatchObject({ code: "DB_UNREACHABLE" });
    const nobody = asRole((url) => {
      url.username = "nobody_at_all";
    });
    expect((await told(connect({ url: nobody }))).message).toContain("nobody_at_all");
  });

  it("too many connections", async () => {
    await pool.query(`alter role ${role} connection limit 1`);
    // A session outlives its connection by a moment.
    const sessions = async () =>
      (await pool.query("select 1 from pg_stat_activity where usename = $1", [role])).rowCount;
    await vi.waitFor(async () => expect(await sessions()).toBe(0), { timeout: 10_000, interval: 10 });
    await withPool(asRole(), async () => {
      const error = await told(connect({ url: asRole() }));
      expect(error).toMatchObject({ code: "DB_OVERLOADED", hint: expect.stringContaining("too many connections") });
    });
    await pool.query(`alter role ${role} connection limit -1`);
  });

  it("a read-only transaction", async () => {
    const read = async (own: Pool) => own.query("begin read only; delete from run");
    const error = await told(withPool(database.url, read));
    expect(error).toMatchObject({ code: "DB_READ_ONLY", details: { sqlstate: "25006" } });
  });

  it("a server that takes no writes, for whoever wants to write", async () => {
    const url = asRole((changed) => changed.searchParams.set("options", "-c default_transaction_read_only=on"));
    expect(await told(connect({ url, isWriter: true }))).toMatchObject({ code: "DB_READ_ONLY" });
    await withPool(url, async (own) => expect((await own.query("select 1 as one")).rows).toEqual([{ one: 1 }]));
  });

  it("a statement that takes too long, a lock that is not given", async () => {
    const slow = withPool(database.url, (own) => own.query("set statement_timeout to 20; select pg_sleep(10)"));
    expect(await told(slow)).toMatchObject({
      code: "DB_OVERLOADED",
      hint: expect.stringContaining("statement_timeout"),
    });
    const holder = await pool.connect();
    await holder.query("begin; lock table trial");
    const waiting = withPool(database.url, (own) => own.query("set lock_timeout to 20; select 1 from trial"));
    expect(await told(waiting)).toMatchObject({ code: "DB_OVERLOADED", hint: expect.stringContaining("lock_timeout") });
    await holder.query("rollback");
    holder.release();
  });

  it("a schema that was dropped", async () => {
    const error = await told(withPool(database.url, (own) => own.query("select 1 from run"), "dropped"));
    expect(error).toMatchObject({ code: "DB_SCHEMA_MISMATCH", hint: expect.stringContaining("db start") });
  });

  it("a server that is too old", async () => {
    const old = Promise.resolve().then(() => refuseOldServer({ version: "13.9", versionNumber: 130_009 }));
    expect(await told(old)).toMatchObject({
      code: "DB_UNSUPPORTED",
      message: expect.stringContaining("Postgres 13.9"),
    });
    expect(() => refuseOldServer({ version: "14.0", versionNumber: 140_000 })).not.toThrow();
  });

  const SIMULATED = [
    ["28P01", "DB_UNREACHABLE", "act"],
    ["53100", "DISK_FULL", "act"],
    ["53200", "DB_OVERLOADED", "act"],
    ["40001", "DB_OVERLOADED", "again"],
    ["40P01", "DB_OVERLOADED", "again"],
    ["57P01", "DB_UNREACHABLE", "wait"],
    ["08006", "DB_UNREACHABLE", "wait"],
    ["58030", "DB_FAILED", "act"],
    ["XX001", "DB_FAILED", "act"],
  ] as const;
  it.each(SIMULATED)("%s, which no test can bring about, is %s", async (state, code, remedy) => {
    const thrown = Object.assign(new DatabaseError("its words", 0, "error"), { code: state, severity: "ERROR" });
    expect(problemOf(thrown)).toMatchObject({ remedy });
    const error = await told(Promise.reject(thrown));
    expect(error).toMatchObject({ code, message: expect.stringContaining("its words"), cause: thrown });
  });

  it("a bug stays a bug: bad syntax, a broken constraint, a file that is missing", async () => {
    for (const text of ["selec 1", "insert into migrations (name) values (null)", "select 1 / 0"]) {
      const thrown = await pool.query(text).catch((error: unknown) => error);
      expect(explainDatabaseError(thrown)).toBe(thrown);
    }
    const missing = Object.assign(new Error("ENOENT: no such file"), { code: "ENOENT", syscall: "open" });
    expect(problemOf(missing)).toBeNull();
  });

  it("tells every kind in one sentence of its own, without a full stop", () => {
    for (const { fact, hint } of Object.values(PROBLEMS_BY_STATE)) {
      expect(fact).toMatch(/^[A-Z].*[^.]$/);
      expect(hint).toMatch(/[.?]$/);
    }
  });
});

describe("FAULTS 8.1: a pool that meets a read-only server", () => {
  it("keeps no connection that was made, or used, meanwhile", async () => {
    const own = await connect({ url: database.url, isWriter: true, maxConnections: 2 });
    try {
      const name = new URL(database.url).pathname.slice(1);
      const pidBefore = await own.query<{ pid: number }>("select pg_backend_pid() as pid");
      await pool.query(`alter database "${name}" set default_transaction_read_only = on`);
      await pool.query("select pg_terminate_backend($1)", [pidBefore.rows[0]?.pid]);
      const write = () => inTransaction(own, (transaction) => transaction.query("delete from passed_value"));
      for (let tries = 0; tries < 5; tries++) {
        const error = await write().catch((thrown: unknown) => thrown);
        expect(passesByItself(error)).toBe(true);
      }
      expect(own.totalCount).toBe(0);
      await pool.query(`alter database "${name}" set default_transaction_read_only = off`);
      await write();
    } finally {
      await own.end();
    }
  });

  it("gives up a connection that turned read-only in its hands", async () => {
    const own = await connect({ url: database.url, maxConnections: 1 });
    try {
      await own.query("set session characteristics as transaction read only");
      const write = () => inTransaction(own, (transaction) => transaction.query("delete from passed_value"));
      await expect(write()).rejects.toMatchObject({ code: "25006" });
      await write();
    } finally {
      await own.end();
    }
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { connect } from "../../src/store/connection/connect.ts";
import type { Database } from "../../src/store/connection/transaction.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { createGate } from "../support/gate.ts";
import { inlineExecutor } from "../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../support/sample-dag.ts";
import { projectOn, type TestProject } from "../support/test-project.ts";

const TIMING = { heartbeatMs: 100, aliveMs: 1500, watchdogMs: 100 };

let database: TestDatabase;
let admin: Database;
let project: TestProject;
beforeEach(async () => {
  database = await createTestDatabase();
  // Its sessions live in another database, so that nothing that happens to this one touches them.
  const url = new URL(database.url);
  url.pathname = "/postgres";
  admin = await connect({ url: url.href });
  project = projectOn(database);
});
afterEach(async () => {
  await setReadOnly(false);
  await project[Symbol.asyncDispose]();
  await admin.end();
});

const name = () => new URL(database.url).pathname.slice(1);

/** As a fail-over does it: all connections are cut, and new ones are (not) read-only for as long as they live. */
async function setReadOnly(isReadOnly: boolean): Promise<void> {
  await admin.query(`alter database "${name()}" set default_transaction_read_only = ${isReadOnly ? "on" : "off"}`);
  if (!isReadOnly) return;
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name()]);
}

async function sessionsEver(): Promise<number> {
  const { rows } = await admin.query<{ sessions: number }>(
    "select sessions::int from pg_stat_database where datname = $1",
    [name()],
  );
  return rows[0]?.sessions ?? 0;
}

/** Until the worker has tried again and again to get on. */
async function manyTries(tries = 20): Promise<void> {
  const before = await sessionsEver();
  const look = async () => expect(await sessionsEver()).toBeGreaterThan(before + tries);
  await vi.waitFor(look, { timeout: 60_000, interval: 50 });
}

async function listening(): Promise<number> {
  const { rowCount } = await admin.query(
    "select 1 from pg_stat_activity where datname = $1 and query ilike 'listen%'",
    [name()],
  );
  return rowCount ?? 0;
}

const wide = sampleDag({
  id: "wide",
  backtests: [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 10), slow: upFrom(40, 10) }) })],
});

describe("FAULTS 8.1: a database that is read-only for a while", () => {
  it("does not wedge a busy worker, which leaks no connection and does all its work", {
    timeout: 120_000,
  }, async () => {
    const gate = createGate();
    await project.worker({ executor: inlineExecutor(builtinStrategy, () => gate.pass()), timing: TIMING });
    const id = await project.start(wide);
    await gate.arrived;
    await setReadOnly(true);
    gate.open();
    await manyTries();
    await setReadOnly(false);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 100, cellsDone: 100 });
    // One of ours, and one of each of the two job pools.
    await vi.waitFor(async () => expect(await listening()).toBe(3), { timeout: 30_000, interval: 100 });
  });

  it("does not keep a worker from ending when it is told to", { timeout: 120_000 }, async () => {
    const gate = createGate();
    const executor = inlineExecutor(builtinStrategy, () => gate.pass());
    const worker = await project.worker({ executor, timing: TIMING });
    await project.start(wide);
    await gate.arrived;
    await setReadOnly(true);
    gate.open();
    await manyTries();
    await worker.drain();
    await vi.waitFor(async () => expect(await listening()).toBe(0), { timeout: 30_000, interval: 100 });
  });

  it("is waited for by a worker that starts", { timeout: 60_000 }, async () => {
    await setReadOnly(true);
    const starting = project.worker({ timing: TIMING });
    const refused = starting.then(
      () => "started",
      (error: unknown) => String(error),
    );
    await manyTries(3);
    await setReadOnly(false);
    expect(await refused).toBe("started");
    const id = await project.start(wide);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });

  it("a worker that cannot work does not count as live, and counts again once it can", {
    timeout: 60_000,
  }, async () => {
    await project.worker({ timing: TIMING });
    const liveWorkers = async () =>
      (await project.database.pool.query("select 1 from worker where state = 'live' and alive_until > now()")).rowCount;
    await project.database.pool.query("alter table spare_range rename to spare_range_away");
    await project.database.pool.query("alter table run rename to run_away");
    await vi.waitFor(async () => expect(await liveWorkers()).toBe(0), { timeout: 30_000, interval: 100 });
    await project.database.pool.query("alter table spare_range_away rename to spare_range");
    await project.database.pool.query("alter table run_away rename to run");
    await vi.waitFor(async () => expect(await liveWorkers()).toBe(1), { timeout: 30_000, interval: 100 });
  });
});

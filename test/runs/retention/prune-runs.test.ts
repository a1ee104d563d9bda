import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseRunId, type RunId } from "../../../src/core/names/ids.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/core/time/calendar-year.ts";
import { measureOld, type OldRuns, pruneRuns } from "../../../src/runs/retention/prune-runs.ts";
import type { CollectedKind } from "../../../src/runs/retention/tally.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const DAG = `id: grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [50, 100] }
after_backtest: [tearsheet]
`;
const ACT = { by: "ada", origin: "cli", reason: "spring cleaning" } as const;
const OLD: OldRuns = { olderThanMs: 90 * DAY_MS, dagId: null, isFilesOnly: false };

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-prune-"));
let database: TestDatabase;
let nightgrid: Nightgrid;

beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"));
  writeFileSync(path.join(home, "dags/grid.yaml"), DAG);
  nightgrid = await createNightgrid({ home, databaseUrl: database.url });
  await nightgrid.startWorker({ slots: 1 });
});
afterAll(async () => {
  await nightgrid.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

const deps = () => ({ database: database.pool, home, onFailure: refuse });

function refuse(what: string, error: unknown): never {
  throw new Error(`${what} could not be removed`, { cause: error });
}

/** How many of each kind were removed. */
async function pruned(old: OldRuns): Promise<Partial<Record<CollectedKind, number>>> {
  const tally = await pruneRuns(old, ACT, deps());
  return Object.fromEntries(tally.items().map(({ kind, count }) => [kind, count]));
}

async function computed(): Promise<RunId> {
  const id = parseRunId(await nightgrid.start("grid"));
  if (id === null) throw new Error("no run");
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  return id;
}

/** @param days since it ended */
async function age(id: RunId, days: number): Promise<void> {
  await database.pool.query("update run set finished_at = now() - $2 * interval '1 day' where id = $1", [id, days]);
}

async function count(table: "run" | "batch" | "log" | "sweep_part" | "task" | "artifact"): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? -1;
}

const folder = (id: RunId) => path.join(home, "results", `run_${id}`);

describe("SYSTEMS 3: retention", () => {
  it("removes files, logs and rows of old runs that have ended, and keeps results that others have", async () => {
    const [first, second] = [await computed(), await computed()];
    await age(first, 91);
    await age(second, 89);
    await database.pool.query(
      "insert into log (run_id, at, level, message) select $1, now(), 'info', 'line ' || n from generate_series(1, 25000) n",
      [first],
    );
    const measured = await measureOld(OLD, deps());
    expect(measured.items()).toMatchObject([
      { kind: "logs", dagId: "grid", count: expect.any(Number) },
      { kind: "artifacts", dagId: "grid", count: 1 },
      { kind: "runs", dagId: "grid", count: 1 },
    ]);
    expect(measured.count("logs")).toBeGreaterThanOrEqual(25_000);
    expect(existsSync(folder(first))).toBe(true);

    expect((await pruneRuns(OLD, ACT, deps())).items()).toEqual(measured.items());
    expect(existsSync(folder(first))).toBe(false);
    expect(existsSync(folder(second))).toBe(true);
    const { rows } = await database.pool.query("select id from run");
    expect(rows).toEqual([{ id: second }]);
    expect(await database.pool.query("select from log where run_id = $1", [first])).toMatchObject({ rowCount: 0 });
    // All cells of the second are cached ones: the results of the first.
    expect((await nightgrid.ended(second)).best).toMatchObject({
      state: "cached",
      metrics: { sharpe: expect.anything() },
    });
    const audit = await database.pool.query("select done_by, reason, details from audit where action = 'prune'");
    expect(audit.rows).toEqual([
      { done_by: "ada", reason: "spring cleaning", details: expect.objectContaining({ runs: 1, ids: [first] }) },
    ]);
  });

  it("removes results with the last run that has them, and computes them anew afterwards", async () => {
    const { rows } = await database.pool.query<{ id: RunId }>("select id from run");
    await age(rows[0]?.id as RunId, 100);
    const results = await count("batch");
    expect(results).toBeGreaterThan(0);
    expect(await pruned(OLD)).toMatchObject({ runs: 1, results });
    for (const table of ["run", "batch", "log", "sweep_part", "task", "artifact"] as const)
      expect(await count(table), table).toBe(0);
    expect((await nightgrid.ended(await computed())).best).toMatchObject({ state: "succeeded" });
  });

  it("touches no run that goes on, is of another DAG, or is held by somebody else", async () => {
    const { rows } = await database.pool.query<{ id: RunId }>("select id from run");
    const id = rows[0]?.id as RunId;
    await age(id, 100);
    expect(await pruned({ ...OLD, dagId: "other" })).toEqual({});
    const holder = await database.pool.connect();
    await holder.query("begin");
    await holder.query("select from run where id = $1 for update", [id]);
    expect(await pruned(OLD)).toEqual({});
    await holder.query("update run set finished_at = null where id = $1", [id]);
    await holder.query("commit");
    holder.release();
    expect(await pruned(OLD)).toEqual({});
    await age(id, 1);
  });

  it("is kept by a scheduler at its start, by its setting alone, and a slip of the pen removes nothing", async () => {
    const old = await computed();
    await age(old, 95);
    const removed = Promise.withResolvers<void>();
    const info = (message: string): void => {
      if (message === "Old files and runs were removed") removed.resolve();
    };
    const log = { debug: () => undefined, info, warn: () => undefined, error: () => undefined };
    const open = (env: Readonly<Record<string, string>>) =>
      createNightgrid({ home, databaseUrl: database.url, env, log });
    await using careless = await open({ NIGHTGRID_RETENTION: "90m" });
    await expect(careless.startScheduler()).rejects.toMatchObject({ code: "SETTING_INVALID" });
    await using silent = await open({});
    await (await silent.startScheduler()).stop();
    expect(existsSync(folder(old))).toBe(true);
    await using tidy = await open({ NIGHTGRID_RETENTION: "90d" });
    await tidy.startScheduler();
    await removed.promise;
    expect(existsSync(folder(old))).toBe(false);
    const { rows } = await database.pool.query("select done_by, origin from audit where details -> 'ids' ? $1", [old]);
    expect(rows).toEqual([{ done_by: "nightgrid", origin: "scheduler" }]);
  });

  it("leaves a run whose folder is gone as it is: its figures are shown, and its file is said to be missing", async () => {
    const id = await computed();
    rmSync(folder(id), { recursive: true });
    expect(await nightgrid.ended(id)).toMatchObject({
      state: "succeeded",
      best: { metrics: { sharpe: expect.anything() } },
    });
    await age(id, 100);
    expect(await pruned(OLD)).toMatchObject({ runs: 1 });
  });

  it("removes files alone where that is asked: figures stay, and clearing the task makes the file anew", async () => {
    const [first, second] = [await computed(), await computed()];
    await age(first, 31);
    await age(second, 29);
    // Of a script: no row has it.
    const cells = path.join(folder(first), "cells");
    mkdirSync(cells);
    writeFileSync(path.join(cells, "pnl.csv"), "x");
    const old = { olderThanMs: 30 * DAY_MS, dagId: null, isFilesOnly: true };
    expect(await pruned({ ...old, dagId: "other" })).toEqual({});
    expect(await pruned(old)).toEqual({ artifacts: 2 });
    expect(existsSync(folder(first))).toBe(false);
    expect(existsSync(path.join(folder(second), "tearsheet.html"))).toBe(true);
    expect(await pruned(old)).toEqual({});
    expect(await nightgrid.ended(first)).toMatchObject({
      state: "succeeded",
      tearsheet: null,
      best: { metrics: { sharpe: expect.anything() } },
    });
    const { rows } = await database.pool.query("select details from audit where details ->> 'only' = 'artifacts'");
    expect(rows).toEqual([{ details: expect.objectContaining({ runs: 1, ids: [first] }) }]);

    await nightgrid.clear(first, ["after.tearsheet"]);
    const again = await nightgrid.ended(first);
    expect(again).toMatchObject({ state: "succeeded", tearsheet: path.join(folder(first), "tearsheet.html") });
    expect(existsSync(again.tearsheet ?? "")).toBe(true);
    // It has ended just now: its files are not old any more.
    expect(await pruned(old)).toEqual({});
  });

  it("keeps the rows of files that it could not remove, and is started by its setting alone", async () => {
    const id = await computed();
    await age(id, 40);
    await database.pool.query("update artifact set key = 'run_x/files/1/tearsheet.html', sha256 = repeat('0', 64)");
    const old = { olderThanMs: 30 * DAY_MS, dagId: null, isFilesOnly: true };
    await expect(pruneRuns(old, ACT, deps())).rejects.toMatchObject({ code: "DEPOT_REFUSED" });
    expect(existsSync(path.join(folder(id), "tearsheet.html"))).toBe(true);
    await database.pool.query("update artifact set key = null, sha256 = null");
    const removed = Promise.withResolvers<void>();
    const info = (message: string): void => {
      if (message === "Old files and runs were removed") removed.resolve();
    };
    const log = { debug: () => undefined, info, warn: () => undefined, error: () => undefined };
    await using tidy = await createNightgrid({
      home,
      databaseUrl: database.url,
      env: { NIGHTGRID_RETENTION_FILES: "30d" },
      log,
    });
    await tidy.startScheduler();
    await removed.promise;
    expect(existsSync(folder(id))).toBe(false);
    expect((await nightgrid.ended(id)).state).toBe("succeeded");
  });
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import { collectGarbage, type Garbage } from "../../../src/runs/retention/collect-garbage.ts";
import { writeNewGolden } from "../../../src/runs/golden/golden-folder.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { whileHeld } from "../../../src/store/retention/hold-run.ts";
import { useOwnTemporaryFolder } from "../../support/servers/own-temporary-folder.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const dag = (id: string, retention: string): string => `id: ${id}
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [50, 100] }
after_backtest: [tearsheet]
series: { best: 1, kinds: [equity, trades] }
alerts: []
${retention}
`;

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-gc-"));
let database: TestDatabase;
let nightgrid: Nightgrid;

useOwnTemporaryFolder();
beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"));
  const files = {
    silent: "",
    whole: "retention: 90d",
    parts: "retention: { logs: 7d, trades: 14d, series: 60d, artifacts: 30d, rows: 1y }",
    forever: "retention: forever",
  };
  for (const [id, retention] of Object.entries(files)) {
    writeFileSync(path.join(home, "dags", `${id}.yaml`), dag(id, retention));
  }
  nightgrid = await createNightgrid({ home, databaseUrl: database.url });
  await nightgrid.startWorker({ slots: 1 });
});
afterAll(async () => {
  await nightgrid.close();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

/** A run of a DAG that ended so many days ago. */
async function run(dagId: string, days: number): Promise<RunId> {
  const id = await nightgrid.start(dagId);
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  await age(id, days);
  return id as RunId;
}

async function age(id: string, days: number): Promise<void> {
  await database.pool.query("update run set finished_at = now() - $2 * interval '1 day' where id = $1", [id, days]);
}

const ACT = { by: "ada", origin: "cli", reason: null } as const;
const gc = (changes: Partial<Parameters<typeof collectGarbage>[0]> = {}): Promise<Garbage> =>
  collectGarbage(
    { usual: {}, keepDataMs: null, isDry: false, act: ACT, ...changes },
    { database: database.pool, home },
  );

const filesOf = (id: RunId) => {
  const folder = path.join(home, "results", `run_${id}`);
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
};
const kinds = ({ collected }: Garbage) => collected.map(({ kind, dagId, count }) => [kind, dagId, count]);

async function removed(): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ id: string }>("select id from run");
  return rows.map(({ id }) => id);
}

/** As `nightgrid golden save` writes it. */
async function saveGolden(id: RunId): Promise<void> {
  await writeNewGolden(home, {
    name: "first",
    dag: "whole",
    backtest: "backtest",
    history: [{ at: "2026-01-01T00:00:00.000Z", by: "ada", why: "looked at", run: id }],
    tolerance: { relative: 0, absolute: 0 },
    inputs: { dagVersion: "", base: "", parts: null, files: null },
    versions: {},
    cells: {},
    trades: null,
  });
}

it("keeps each kind as long as its DAG says, and removes files before rows", async () => {
  const [old, young] = [await run("parts", 31), await run("parts", 3)];
  const lines = await database.pool.query("select from log where run_id = $1", [old]);
  const dry = await gc({ isDry: true });
  expect(kinds(dry)).toEqual([
    ["logs", "parts", lines.rowCount],
    ["trades", "parts", 1],
    ["artifacts", "parts", 2],
  ]);
  expect(filesOf(old)).toEqual(["equity.parquet", "summary.json", "tearsheet.html", "trades.parquet"]);
  const done = await gc();
  expect(done).toEqual({ collected: dry.collected, failures: [] });
  expect(filesOf(old)).toEqual(["equity.parquet"]);
  expect(filesOf(young)).toHaveLength(4);
  expect(await gc()).toEqual({ collected: [], failures: [] });
  await age(old, 61);
  expect(kinds(await gc())).toEqual([["series", "parts", 1]]);
  expect(filesOf(old)).toEqual([]);
  expect(await nightgrid.ended(old)).toMatchObject({
    state: "succeeded",
    best: { metrics: { sharpe: expect.anything() } },
  });
  await age(old, 366);
  expect(kinds(await gc())).toEqual([["runs", "parts", 1]]);
  await expect(nightgrid.ended(old)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
});

it("keeps for ever what neither DAG nor project limits; a DAG says otherwise than the project", async () => {
  const ids = [await run("silent", 100), await run("forever", 100)];
  await run("silent", 1);
  await run("forever", 1);
  expect(await gc()).toEqual({ collected: [], failures: [] });
  const usual = { rows: 90 * 86_400_000, artifacts: null };
  expect(kinds(await gc({ usual }))).toEqual(
    expect.arrayContaining([
      ["runs", "silent", 1],
      ["artifacts", "silent", 2],
    ]),
  );
  expect(await removed()).not.toContain(ids[0]);
  expect(await removed()).toContain(ids[1]);
});

it("keeps the last run of a DAG that succeeded, that of a golden, and one that is being bundled", async () => {
  const [golden, bundled, plain, last] = [
    await run("whole", 120),
    await run("whole", 110),
    await run("whole", 105),
    await run("whole", 100),
  ];
  await whileHeld(database.pool, bundled, async () => {
    await saveGolden(golden);
    expect(kinds(await gc())).toEqual(expect.arrayContaining([["runs", "whole", 1]]));
  });
  const kept = await removed();
  expect(kept).toEqual(expect.arrayContaining([golden, bundled, last]));
  expect(kept).not.toContain(plain);
  expect(filesOf(golden)).toHaveLength(4);
  await gc();
  expect(await removed()).not.toContain(bundled);
  writeFileSync(path.join(home, "goldens/first.json"), "{}");
  expect((await gc()).failures).toMatchObject([{ what: "old runs", error: { code: "GOLDEN_INVALID" } }]);
  expect(await removed()).toContain(golden);
  rmSync(path.join(home, "goldens"), { recursive: true });
  await gc();
  expect(await removed()).not.toContain(golden);
});

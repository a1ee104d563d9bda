import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newRunId, type RunId } from "../../../src/core/names/ids.ts";
import { collectGarbage, type Garbage } from "../../../src/runs/retention/collect-garbage.ts";
import { findLeftovers } from "../../../src/runs/retention/find-leftovers.ts";
import { setAside } from "../../../src/runs/retention/set-aside.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

const DAG = `id: grid
backtest:
  strategy: sma_cross
  data: { dataset: sp500, symbols: [SPX], timeframe: 1d }
  param_grid: { fast: [5, 10], slow: [50, 100] }
after_backtest: [tearsheet]
alerts: []
retention: { artifacts: 30d }
`;

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-odd-"));
const home = path.join(folder, "home");
// What dead processes have left there is looked for, too, and others test at the same time.
process.env["TMPDIR"] = path.join(folder, "tmp");
let database: TestDatabase;
let nightgrid: Nightgrid;

beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(path.join(home, "dags"), { recursive: true });
  mkdirSync(path.join(folder, "tmp"));
  writeFileSync(path.join(home, "dags/grid.yaml"), DAG);
  nightgrid = await createNightgrid({ home, databaseUrl: database.url });
  await nightgrid.startWorker({ slots: 1 });
});
afterAll(async () => {
  await nightgrid.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function oldRun(): Promise<RunId> {
  const id = await nightgrid.start("grid");
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  await database.pool.query("update run set finished_at = now() - interval '40 days' where id = $1", [id]);
  return id as RunId;
}

const folderOf = (id: RunId) => path.join(home, "results", `run_${id}`);
const gc = (): Promise<Garbage> =>
  collectGarbage(
    { usual: {}, keepDataMs: null, isDry: false, act: { by: "ada", origin: "cli", reason: null } },
    { database: database.pool, home },
  );

it("follows no link out of the folder of a run, and goes into no folder that is one", async () => {
  const id = await oldRun();
  const outside = path.join(folder, "outside");
  mkdirSync(outside);
  writeFileSync(path.join(outside, "precious.csv"), "x");
  symlinkSync(outside, path.join(folderOf(id), "data"));
  symlinkSync(path.join(outside, "precious.csv"), path.join(folderOf(id), "one.csv"));
  expect(await gc()).toMatchObject({ collected: [{ kind: "artifacts", count: 3 }], failures: [] });
  expect(existsSync(folderOf(id))).toBe(false);
  expect(readdirSync(outside)).toEqual(["precious.csv"]);
  // Somebody has moved the files elsewhere, and left a link.
  const moved = await oldRun();
  rmSync(folderOf(moved), { recursive: true });
  symlinkSync(outside, folderOf(moved));
  expect((await gc()).failures).toMatchObject([
    { what: `the files of run ${moved}`, error: { code: "FILE_UNREADABLE" } },
  ]);
  expect(readdirSync(outside)).toEqual(["precious.csv"]);
  const { rowCount } = await database.pool.query("select from artifact where run_id = $1", [moved]);
  expect(rowCount).toBe(1);
  rmSync(folderOf(moved));
  expect((await gc()).failures).toEqual([]);
});

it("lets somebody read on who has a file open, and leaves what cannot be moved with its rows", async () => {
  const [open, stuck] = [await oldRun(), await oldRun()];
  const file = openSync(path.join(folderOf(open), "tearsheet.html"), "r");
  const removed = path.join(home, "results/.removed");
  rmSync(removed, { recursive: true, force: true });
  writeFileSync(removed, "in the way");
  const failed = await gc();
  const runs = [open, stuck].map((id) => `the files of run ${id}`);
  expect(failed.failures.map(({ what }) => what).toSorted()).toEqual(runs.toSorted());
  expect(failed.collected).toEqual([]);
  expect(await nightgrid.ended(stuck)).toMatchObject({ tearsheet: path.join(folderOf(stuck), "tearsheet.html") });
  rmSync(removed);
  expect(await gc()).toMatchObject({ collected: [{ kind: "artifacts", count: 2 }], failures: [] });
  const head = Buffer.alloc(15);
  readSync(file, head, 0, 15, 0);
  closeSync(file);
  expect(head.toString().toLowerCase()).toBe("<!doctype html>");
});

it("is done once by two who collect at a time", async () => {
  const ids = [await oldRun(), await oldRun(), await oldRun()];
  const both = await Promise.all([gc(), gc()]);
  expect(both.flatMap(({ failures }) => failures)).toEqual([]);
  const count = both.flatMap(({ collected }) => collected).reduce((sum, one) => sum + one.count, 0);
  expect(count).toBe(3);
  expect(ids.some((id) => existsSync(folderOf(id)))).toBe(false);
});

it("finds what dead processes have left, and nothing of those that live", async () => {
  const dead = spawn(process.execPath, ["-e", ""]);
  await once(dead, "close");
  const [stale, used] = [dead.pid, process.pid].map((pid) =>
    mkdtempSync(path.join(os.tmpdir(), `nightgrid-replay-${pid}-`)),
  );
  const id = newRunId(new Date());
  mkdirSync(folderOf(id), { recursive: true });
  writeFileSync(path.join(folderOf(id), "tearsheet.html"), "x");
  await setAside(home, id, "all");
  const own = path.join(home, ".nightgrid");
  const old = [
    path.join(own, "chunks/.unfinished-0123456789abcdef"),
    path.join(own, "code/0123"),
    path.join(own, "code/.0123456789ab"),
  ];
  const young = [path.join(own, "chunks/.unfinished-fedcba9876543210"), path.join(own, "code/4567")];
  for (const file of [...old, ...young]) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "12345");
  }
  const then = new Date(Date.now() - 8 * 86_400_000);
  for (const file of old) utimesSync(file, then, then);
  const found = async (now: Date) => {
    const what: string[] = [];
    for await (const waste of findLeftovers({ database: database.pool, home, now })) what.push(waste.what);
    return what.filter((entry) => entry.startsWith(home) || entry === stale || entry === used).toSorted();
  };
  expect(await found(new Date())).toEqual([...old, stale ?? ""].toSorted());
  const inAnHour = await found(new Date(Date.now() + 61 * 60_000));
  expect(inAnHour.filter((entry) => entry.includes(".removed"))).toHaveLength(1);
  const { collected } = await gc();
  expect(collected.map(({ kind }) => kind)).toEqual(["code", "leftovers"]);
  expect(existsSync(stale ?? "")).toBe(false);
  expect(existsSync(used ?? "")).toBe(true);
  expect(young.map((file) => readFileSync(file, "utf8"))).toEqual(["12345", "12345"]);
  rmSync(used ?? "", { recursive: true });
});

it("removes on this host the files of a run that another one has removed", async () => {
  const id = await oldRun();
  await database.pool.query("update run set finished_at = now() - interval '9 years' where id = $1", [id]);
  const other = mkdtempSync(path.join(folder, "other-"));
  const usual = { rows: 86_400_000 };
  const act = { by: "ada", origin: "cli", reason: null } as const;
  await oldRun();
  await collectGarbage({ usual, keepDataMs: null, isDry: false, act }, { database: database.pool, home: other });
  await expect(nightgrid.ended(id)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  expect(existsSync(folderOf(id))).toBe(true);
  expect((await gc()).collected).toMatchObject(
    expect.arrayContaining([{ kind: "leftovers", dagId: null, count: 1, bytes: expect.any(Number) }]),
  );
  expect(existsSync(folderOf(id))).toBe(false);
});

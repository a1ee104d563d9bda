import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { RunId, SnapshotId } from "../../../src/core/names/ids.ts";
import { DAY_MS } from "../../../src/core/time/calendar-year.ts";
import { allocateBars } from "../../../src/data/bars/allocate-bars.ts";
import { cutManifest } from "../../../src/data/snapshots/manifest.ts";
import { openSnapshot, projectManifests, writeSnapshot } from "../../../src/data/snapshots/snapshot-store.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { openDepot } from "../../../src/app/depot/open-depot.ts";
import { collectGarbage, type Garbage } from "../../../src/runs/retention/collect-garbage.ts";
import { depotData } from "../../../src/runs/retention/data/depot-data.ts";
import { findNeedlessData } from "../../../src/runs/retention/data/find-needless-data.ts";
import { hostData } from "../../../src/runs/retention/data/host-data.ts";
import { createNightgrid, type Nightgrid } from "../../../src/service.ts";
import { useOwnTemporaryFolder } from "../../support/servers/own-temporary-folder.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { useKeys } from "../../support/s3/depot-on.ts";
import { type S3Server, startS3Server } from "../../support/s3/s3-server.ts";

const dag = (data = "csv: ./prices.csv, timeframe: 1d"): string => `id: grid
backtest:
  strategy: sma_cross
  data: { ${data} }
  param_grid: { fast: [5, 10], slow: [30, 40] }
after_backtest: [tearsheet]
alerts: []
retention: 90d
`;

let server: S3Server;
let database: TestDatabase;
let home: string;
let env: Readonly<Record<string, string>>;
let nightgrid: Nightgrid;
const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-data-"));

useOwnTemporaryFolder();
beforeAll(async () => {
  server = await startS3Server();
  useKeys(server.keys);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  database = await createTestDatabase();
  home = mkdtempSync(path.join(folder, "home-"));
  mkdirSync(path.join(home, "dags"));
  writeFileSync(path.join(home, "dags/grid.yaml"), dag());
  writeFileSync(path.join(home, "dags/prices.csv"), prices(2024, 1));
  env = {
    NIGHTGRID_ARTIFACTS: `s3://${server.bucket}/${path.basename(home)}`,
    NIGHTGRID_ARTIFACTS_ENDPOINT: server.url,
  };
  nightgrid = await createNightgrid({ home, databaseUrl: database.url, env });
  await nightgrid.startWorker({ slots: 1 });
});
afterEach(async () => {
  server.heal();
  await nightgrid.close();
  await database.close();
});

/** A year of invented daily prices. */
function prices(year: number, scale: number): string {
  const rows = Array.from({ length: 250 }, (_, day) => {
    const close = scale * (100 + 10 * Math.sin(day / 9));
    return `${new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10)},${close},${close},${close},${close},1000`;
  });
  return `date,open,high,low,close,volume\n${rows.join("\n")}\n`;
}

async function run(days: number): Promise<RunId> {
  const id = await nightgrid.start("grid");
  expect(await nightgrid.ended(id)).toMatchObject({ state: "succeeded" });
  await database.pool.query("update run set finished_at = now() - $2 * interval '1 day' where id = $1", [id, days]);
  return id as RunId;
}

/** Days in a row; no two symbols have the same prices. */
function manyYears(symbol: string, days: number): Bars {
  const bars = allocateBars({ symbol, bars: days });
  const scale = Number(symbol.slice(1)) + 1;
  for (const column of [bars.open, bars.high, bars.low, bars.close])
    column.set(column.map((_, day) => scale + Math.sin(day)));
  bars.time.set(bars.time.map((_, day) => day * DAY_MS));
  return bars;
}

const ACT = { by: "ada", origin: "cli", reason: null } as const;
async function gc(keepDataMs: number | null, isDry = false): Promise<Garbage> {
  const depot = openDepot({ home, env });
  try {
    const deps = { database: database.pool, home, ...(depot !== null && { depot }) };
    return await collectGarbage({ usual: {}, keepDataMs, isDry, act: ACT }, deps);
  } finally {
    depot?.depot.close();
  }
}
const kinds = ({ collected }: Garbage) => Object.fromEntries(collected.map(({ kind, count }) => [kind, count]));
const chunks = () => readdirSync(path.join(home, ".nightgrid/chunks")).toSorted();
const keys = (prefix: string) => {
  const above = `${server.bucket}/${path.basename(home)}/`;
  return [...server.objects.keys()].flatMap((key) =>
    key.startsWith(`${above}${prefix}`) ? [key.slice(above.length)] : [],
  );
};

/** As if nobody had asked for any of it for two days. */
function ageData(): void {
  const then = new Date(Date.now() - 2 * DAY_MS);
  for (const name of readdirSync(path.join(home, ".nightgrid"), { recursive: true, encoding: "utf8" })) {
    utimesSync(path.join(home, ".nightgrid", name), then, then);
  }
  for (const [key, object] of server.objects) server.objects.set(key, { ...object, changedAt: then });
}

async function ageVersions(days: number): Promise<void> {
  await database.pool.query("update dataset_version set known_at = known_at - $1 * interval '1 day'", [days]);
}

it("collects the data of versions that have been followed for long, and of no other", { timeout: 60_000 }, async () => {
  await run(100);
  const first = chunks();
  writeFileSync(path.join(home, "dags/prices.csv"), prices(2024, 2));
  await run(1);
  await ageVersions(40);
  ageData();
  // The first is read by a run that is kept, as long as that is kept.
  await database.pool.query(
    "update run set finished_at = now() - interval '80 days' where finished_at < now() - interval '90 days'",
  );
  expect(kinds(await gc(30 * DAY_MS))).toEqual({});
  await database.pool.query(
    "update run set finished_at = now() - interval '100 days' where finished_at < now() - interval '70 days'",
  );
  const dry = await gc(30 * DAY_MS, true);
  expect(kinds(dry)).toMatchObject({ runs: 1, artifacts: 1, results: expect.any(Number) });
  // Data follow once their run is gone.
  await gc(null);
  expect(chunks()).toEqual(expect.arrayContaining(first));
  const before = { chunks: chunks().length, keys: keys("chunks/").length };
  expect(kinds(await gc(30 * DAY_MS))).toEqual({ data: first.length + 1, depot_data: first.length + 1 });
  expect(chunks().filter((name) => first.includes(name))).toEqual([]);
  expect({ chunks: chunks().length + first.length, keys: keys("chunks/").length + first.length }).toEqual(before);
  expect(await gc(30 * DAY_MS)).toEqual({ collected: [], failures: [] });
  // What stayed is whole: another host computes with it.
  const other = mkdtempSync(path.join(folder, "other-"));
  mkdirSync(path.join(other, "dags"));
  await nightgrid.close();
  nightgrid = await createNightgrid({ home: other, databaseUrl: database.url, env });
  await nightgrid.startWorker({ slots: 1 });
  const { rows } = await database.pool.query<{ id: string }>("select id from run");
  await nightgrid.clear(rows[0]?.id ?? "", [], { recompute: true });
  expect(await nightgrid.ended(rows[0]?.id ?? "")).toMatchObject({ state: "succeeded" });
});

it("keeps a version that a DAG names, though no run is left that has read it", { timeout: 60_000 }, async () => {
  await run(100);
  const first = chunks();
  writeFileSync(path.join(home, "dags/prices.csv"), prices(2024, 2));
  await run(95);
  writeFileSync(path.join(home, "dags/grid.yaml"), dag("csv: ./prices.csv, timeframe: 1d, version: 1"));
  const last = await run(1);
  await database.pool.query(
    "update task set dataset_version_id = null, reads = 'own', snapshot_id = null where run_id = $1",
    [last],
  );
  await database.pool.query(
    "update run set dataset_version_ids = '{}', reads = 'own', snapshot_ids = '{}' where id = $1",
    [last],
  );
  expect(kinds(await gc(null))).toMatchObject({ runs: 2 });
  await ageVersions(40);
  ageData();
  expect(await gc(30 * DAY_MS)).toMatchObject({ failures: [] });
  expect(chunks()).toEqual(expect.arrayContaining(first));
  // Nobody names it any more.
  writeFileSync(path.join(home, "dags/grid.yaml"), dag());
  await run(1);
  await database.pool.query("update run set finished_at = now() - interval '99 days' where id = $1", [last]);
  ageData();
  expect(kinds(await gc(30 * DAY_MS))).toMatchObject({ data: expect.any(Number) });
  expect(chunks().filter((name) => first.includes(name))).toEqual([]);
});

it("leaves what was used a moment ago, and takes a manifest back that names what went meanwhile", async () => {
  await run(1);
  const nothing = { snapshots: new Set<string>(), chunks: new Set<string>() };
  const now = new Date();
  const depot = openDepot({ home, env })?.depot;
  if (depot === undefined) throw new Error("no depot");
  for (const place of [hostData(home), depotData(depot)]) {
    for await (const { what } of findNeedlessData(place, nothing, now)) expect.unreachable(what);
  }
  ageData();
  const manifest = [...server.objects.keys()].find((key) => key.endsWith("/manifest.zst")) ?? "";
  const late = server.objects.get(manifest);
  if (late === undefined) throw new Error("no manifest");
  let removed = 0;
  for await (const waste of findNeedlessData(depotData(depot), nothing, now)) {
    await waste.remove();
    removed += waste.count;
    // A host that had found the chunks there a moment before.
    if (keys("chunks/").length === 0 && removed > 1) server.objects.set(manifest, { ...late, changedAt: now });
    if (waste.count === 0) server.objects.delete(manifest);
  }
  expect(keys("snapshots/")).toEqual([]);
  expect(keys("chunks/")).toEqual([]);
  depot.close();
});

it("keeps the manifest that a needed one is packed like, and nothing of it after that one", async () => {
  const walk = (days: number) => Array.from({ length: 20 }, (_, symbol) => manyYears(`S${symbol}`, days));
  const facts = { timeframe: "1d", barsPerYear: 252 };
  const [first, second] = [5000, 5001].map((days) => cutManifest(facts, walk(days)));
  if (first === undefined || second === undefined) throw new Error("no manifests");
  const ids = [await writeSnapshot(home, first, []), await writeSnapshot(home, second, [])];
  expect(await projectManifests(home).likeOf(ids[1] ?? "")).toBe(ids[0]);
  ageData();
  const collect = async (snapshots: readonly string[]) => {
    const needed = { snapshots: new Set(snapshots), chunks: new Set<string>() };
    for await (const waste of findNeedlessData(hostData(home), needed, new Date())) await waste.remove();
  };
  await collect([ids[1] ?? ""]);
  const opened = await openSnapshot(home, ids[1] as SnapshotId);
  expect(opened?.bars.map(({ time }) => time.length)).toEqual(walk(5001).map(({ time }) => time.length));
  await collect([]);
  expect([readdirSync(path.join(home, ".nightgrid/snapshots")), chunks()]).toEqual([[], []]);
});

it("removes objects that no row names once they are old, and touches none of another database", {
  timeout: 60_000,
}, async () => {
  const id = await run(1);
  const [own = ""] = keys(`run_${id}/`);
  const body = server.objects.get(`${server.bucket}/${path.basename(home)}/${own}`);
  if (body === undefined) throw new Error("no tearsheet");
  const put = (key: string, ageMs: number) =>
    server.objects.set(`${server.bucket}/${path.basename(home)}/${key}`, {
      ...body,
      changedAt: new Date(Date.now() - ageMs),
    });
  put(`run_${id}/files/999999/late.html`, 2 * DAY_MS);
  put(`run_${id}/files/999999/young.html`, DAY_MS / 2);
  expect(kinds(await gc(null))).toEqual({ depot_files: 1 });
  expect(keys(`run_${id}/`).map((key) => path.posix.basename(key))).toEqual(["tearsheet.html", "young.html"]);
  const foreign = "run_20260101_000000_0123abcd/files/1/tearsheet.html";
  put(foreign, 9 * DAY_MS);
  mkdirSync(path.join(home, "results/run_20260101_000000_0123abcd"));
  const { collected, failures } = await gc(DAY_MS);
  expect(collected).toEqual([]);
  expect(failures.map(({ what }) => what)).toEqual([
    `data in ${home}/.nightgrid`,
    `data in s3://${server.bucket}/${path.basename(home)}`,
  ]);
  expect(keys(foreign)).toHaveLength(1);
});

it("goes on with the rest when the depot is away, and does it the next time", { timeout: 60_000 }, async () => {
  const old = await run(100);
  await run(1);
  server.fail({ op: "ListObjectsV2", how: { status: 403, code: "AccessDenied", message: "Access Denied" } });
  const { collected, failures } = await gc(null);
  expect(failures.map(({ what }) => what)).toEqual(["old rows", "files in the depot", "data in the depot"]);
  expect(failures[0]?.error).toMatchObject({ code: "DEPOT_REFUSED" });
  expect(collected).toMatchObject([{ kind: "logs" }]);
  expect(existsSync(path.join(home, "results", `run_${old}`, "tearsheet.html"))).toBe(true);
  server.heal();
  expect(kinds(await gc(null))).toMatchObject({ runs: 1, artifacts: 1 });
  expect(keys(`run_${old}/`)).toEqual([]);
});

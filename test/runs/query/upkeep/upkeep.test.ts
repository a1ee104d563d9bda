import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PRIORITIES } from "../../../../src/core/names/priority.ts";
import { TASK_KINDS } from "../../../../src/core/names/states.ts";
import {
  figuresJson,
  nightlyJson,
  queuesJson,
  workersJson,
} from "../../../../src/contract/json/service/upkeep-json.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import { setPool } from "../../../../src/runs/limits/set-pool.ts";
import { createDagSummaries } from "../../../../src/runs/query/home/dag-summaries.ts";
import { lastNight } from "../../../../src/runs/query/upkeep/nightly.ts";
import { lookAtScheduler } from "../../../../src/runs/query/upkeep/overdue-dags.ts";
import { serviceFigures } from "../../../../src/runs/query/upkeep/service-figures.ts";
import { readStorage } from "../../../../src/runs/query/upkeep/storage.ts";
import { readQueues, readWorkers } from "../../../../src/runs/query/upkeep/workers.ts";
import { packageVersion } from "../../../../src/worker/package-version.ts";
import { storageJson } from "../../../../src/contract/json/upkeep/storage-json.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { createGate } from "../../../support/gate.ts";
import { sampleCallback } from "../../../support/sample-dag.ts";
import { scheduled } from "../../../support/scheduled-dag.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

const gate = createGate();
const ALIVE_MS = 12_000;
const spec = { ...scheduled({}, "watched"), after: [sampleCallback("talk")] };

let project: TestProject;
let night: RunId;
let going: RunId;
beforeAll(async () => {
  project = await createTestProject();
  let talks = 0;
  await project.worker({
    runCallback: async () => {
      talks += 1;
      if (talks === 3) await gate.pass();
    },
  });
  const { database } = project.deps;
  expect(await lastNight(database, null)).toBeNull();
  const slot = { tickAt: new Date("2026-02-10T00:00:00Z"), trigger: "schedule" } as const;
  night = await project.start(spec, slot);
  await project.ended(night);
  await project.ended(await project.start(spec, { overrides: { initial_capital: 5 } }));
  await setPool(database, "gpu", { slots: 1, memoryMb: null });
  const pool = { name: "gpu", slots: 1, memoryMb: 0 };
  going = await project.start({ ...spec, id: "going", schedule: null, priority: "high", pool });
  await gate.arrived;
  await project.start({ ...spec, id: "held_back", schedule: null, priority: "low", pool });
});
afterAll(() => project[Symbol.asyncDispose]());

const summaries = () => createDagSummaries(project.deps.database);

describe("the service", () => {
  it("knows its workers, their version and what they are at", async () => {
    const json = serviceDocumentOf("workers", workersJson(await readWorkers(project.deps.database), ALIVE_MS));
    expect(json).toMatchObject({ slots: 2, busy: 1 });
    expect(json.workers).toMatchObject([{ state: "live", alive: true, slots: 2, busy: 1, version: packageVersion() }]);
    expect(json.workers[0]?.heartbeat_age_ms).toBeLessThan(ALIVE_MS);
  });

  it("knows what waits, by priority and kind, and for which limit", async () => {
    const { database } = project.deps;
    const json = serviceDocumentOf("queues", queuesJson(await readQueues(database)));
    expect(json.queues).toHaveLength(PRIORITIES.length * TASK_KINDS.length);
    const depth = (priority: string, kind: string) =>
      json.queues.find((one) => one.priority === priority && one.kind === kind);
    expect(depth("high", "callback")).toMatchObject({ running: 1, queued: 0, waiting_for_limits: 0 });
    expect(depth("normal", "backtest")).toMatchObject({ running: 0, queued: 0, oldest_ms: null });
    expect(depth("low", "backtest")).toMatchObject({ queued: 1, running: 0 });
    expect(depth("low", "backtest")?.oldest_ms).toBeGreaterThanOrEqual(0);
    expect(json.limits.find(({ name }) => name === "pool:gpu")).toMatchObject({ slots: 1, held: 1, memory_mb: null });
    expect(json.runs.running + json.runs.queued).toBe(2);
  });

  it("knows what its folders and tables take, links left out", async () => {
    const folder = path.join(project.home, "results");
    mkdirSync(path.join(folder, "run_1"), { recursive: true });
    writeFileSync(path.join(folder, "run_1", "trades.csv"), "x".repeat(1000));
    writeFileSync(path.join(folder, "summary.csv"), "x".repeat(24));
    symlinkSync(folder, path.join(folder, "loop"));
    const folders = [
      { folder: "results", path: folder },
      { folder: "gone", path: path.join(folder, "gone") },
    ];
    const options = { folders, depot: null, listsDepot: true };
    const json = storageJson(await readStorage(project.deps.database, options));
    expect(json.folders).toEqual([
      { folder: "results", files: 2, bytes: 1024 },
      { folder: "gone", files: 0, bytes: 0 },
    ]);
    expect(json.database_bytes).toBeGreaterThan(json.tables[0]?.bytes ?? Number.NaN);
    expect(json.tables.map(({ name }) => name)).toContain("run");
  });

  it("has figures of all of it, those of one name together", async () => {
    const { figures } = serviceDocumentOf(
      "figures",
      figuresJson(await serviceFigures(project.deps.database, summaries())),
    );
    const valueOf = (name: string, labels: object = {}) =>
      figures.find((one) => one.name === name && JSON.stringify(one.labels) === JSON.stringify(labels))?.value;
    expect(valueOf("nightgrid_runs", { state: "succeeded" })).toBe(2);
    expect(valueOf("nightgrid_last_hour_runs", { state: "succeeded" })).toBe(2);
    expect(valueOf("nightgrid_last_hour_run_seconds", { quantile: "0.5" })).toBeGreaterThan(0);
    expect(valueOf("nightgrid_tasks_running", { priority: "high", kind: "callback" })).toBe(1);
    expect(valueOf("nightgrid_slots")).toBe(2);
    expect(valueOf("nightgrid_leases", { kind: "callback" })).toBe(1);
    expect(valueOf("backtest_parquet_storage_bytes_total")).toBe(0);
    expect(valueOf("nightgrid_outbox_oldest_seconds")).toBe(0);
    const names = figures.map(({ name }) => name);
    const changes = names.filter((name, place) => name !== names[place - 1]);
    expect(new Set(changes).size).toBe(changes.length);
    expect(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name))).toBe(true);
  });

  it("sees that no scheduler ticks by the slots that nobody has decided on", async () => {
    const { database } = project.deps;
    expect(await lookAtScheduler(database, summaries())).toEqual({ scheduled: 0, overdue: [] });
    const dag = `update dag set scheduled_since = now() - interval '10 minutes' where id = 'watched'`;
    await database.query(dag);
    const look = await lookAtScheduler(database, summaries());
    expect(look).toMatchObject({ scheduled: 1, overdue: [{ dag: "watched" }] });
    expect(look.overdue[0]?.lateMs).toBeGreaterThan(8 * 60_000);
    await database.query(
      `insert into tick (dag_id, tick_at, outcome, decided_at) values ('watched', date_trunc('minute', now()), 'skipped', now())`,
    );
    expect((await lookAtScheduler(database, summaries())).overdue).toEqual([]);
  });

  it("tells the last night of a schedule, a fall as a negative number", async () => {
    const json = serviceDocumentOf("nightly", nightlyJson(await lastNight(project.deps.database, null)));
    expect(json).toMatchObject({ run_id: night, dag: "watched", backtest_date: "2026-02-10T00:00:00.000Z" });
    expect(json.backtest_max_dd).toBeLessThan(0);
    expect(json.backtest_sharpe).toBeTypeOf("number");
    expect(json.backtest_trades).toBeGreaterThan(0);
    expect(serviceDocumentOf("nightly", nightlyJson(null)).backtest_sharpe).toBeNull();
    expect(await lastNight(project.deps.database, "going")).toBeNull();
  });

  it("lets what waited go on", async () => {
    gate.open();
    expect((await project.ended(going)).state).toBe("succeeded");
  });
});

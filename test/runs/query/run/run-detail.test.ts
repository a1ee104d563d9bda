import { afterAll, beforeAll, expect, it } from "vitest";
import { attemptPageJson, runDetailJson } from "../../../../src/contract/json/service/run-detail-json.ts";
import { overviewJson } from "../../../../src/contract/json/service/overview-json.ts";
import type { RunId } from "../../../../src/core/names/ids.ts";
import { createDagSummaries } from "../../../../src/runs/query/home/dag-summaries.ts";
import { readOverview } from "../../../../src/runs/query/home/overview.ts";
import { attemptPage, type AttemptPageRequest } from "../../../../src/runs/query/pages/attempt-page.ts";
import { runDetail } from "../../../../src/runs/query/run/run-detail.ts";
import { progressOf } from "../../../../src/runs/query/run/run-progress.ts";
import { scheduled } from "../../../support/scheduled-dag.ts";
import { serviceDocumentOf } from "../../../contract/support/service-document-of.ts";
import { createGate } from "../../../support/gate.ts";
import { gridOf, sampleBacktest, sampleCallback } from "../../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../../support/test-project.ts";

const gate = createGate();
const spec = {
  ...scheduled({}, "detailed"),
  backtests: [
    sampleBacktest({ name: "first", grid: gridOf({ fast: [0, 3, 5], slow: [20, 30] }) }),
    sampleBacktest({ name: "second", needs: ["first"] }),
  ],
  after: [sampleCallback("talk")],
  alerts: [{ name: "always", when: "best.total_trades >= 0.0", to: ["slack"] as const }],
};

let project: TestProject;
let id: RunId;
let before: RunId;
beforeAll(async () => {
  project = await createTestProject();
  let talks = 0;
  await project.worker({
    runCallback: async () => {
      talks += 1;
      if (talks > 1) await gate.pass();
    },
  });
  before = await project.start(spec);
  await project.ended(before);
  id = await project.start(spec);
});
afterAll(() => project[Symbol.asyncDispose]());

const overview = async () => readOverview(project.deps.database, createDagSummaries(project.deps.database));

it("a run that goes on is among those that run, and has its progress", async () => {
  await gate.arrived;
  const { running, open_runs: openRuns } = serviceDocumentOf("overview", overviewJson(await overview()));
  expect(openRuns).toBe(1);
  expect(running).toMatchObject([{ run_id: id, dag: "detailed", state: "running", cells: { total: 12, done: 12 } }]);
  const json = serviceDocumentOf("run_detail", runDetailJson(await runDetail(project.deps, id)));
  expect(json.progress?.done).toBe(1);
  expect(json.graph.at(-1)).toMatchObject({ key: "after.talk", state: "running", attempts: { running: 1 } });
  const attempts = await attemptPage(project.deps.database, { runId: id, runningOnly: true, limit: 10 });
  expect(attempts.items).toMatchObject([{ task: "after.talk", state: "running" }]);
  gate.open();
  await project.ended(id);
});

it("a run that has ended has its graph, its tries and its deliveries", async () => {
  const json = serviceDocumentOf("run_detail", runDetailJson(await runDetail(project.deps, before)));
  expect(json.graph).toMatchObject([
    { key: "first", needs: [], cells: { total: 6, failed: 2 }, attempts: { failed: 0 } },
    { key: "second", needs: ["first"], trigger_rule: "all_success", cells: { total: 6 } },
    { key: "after.talk", needs: ["first", "second"], trigger_rule: "all_done", cells: null },
  ]);
  expect(json.progress).toBeNull();
  expect(json.deliveries).toMatchObject([{ rule: "always", channel: "slack" }]);
  expect(json.run.state).toBe("succeeded");
  expect(json.dag_version.timezone).toBe("UTC");
});

it("tries come page by page, each once, the latest first", async () => {
  const seen: string[] = [];
  let next: AttemptPageRequest | null = { runId: before, limit: 1 };
  while (next !== null) {
    const page = await attemptPage(project.deps.database, next);
    const json = serviceDocumentOf("attempt_page", attemptPageJson(page, next));
    seen.push(...json.items.map(({ attempt }) => attempt));
    next = page.nextCursor === null ? null : { runId: before, limit: 1, cursor: page.nextCursor };
  }
  expect(seen).toEqual(seen.toSorted((a, b) => Number(b) - Number(a)));
  const all = await attemptPage(project.deps.database, { runId: before, limit: 100 });
  expect(all.items.map((one) => one.id)).toEqual(seen);
  expect(all.total).toEqual({ count: seen.length, atLeast: false });
  expect(new Set(all.items.map(({ task }) => task))).toEqual(new Set(["first", "second", "after.talk"]));
  const { nextCursor } = await attemptPage(project.deps.database, { runId: before, limit: 1 });
  const elsewhere = { runId: id, limit: 1, cursor: nextCursor ?? "" };
  await expect(attemptPage(project.deps.database, elsewhere)).rejects.toMatchObject({ code: "CURSOR_INVALID" });
  await expect(attemptPage(project.deps.database, { runId: "nope" as RunId, limit: 1 })).rejects.toMatchObject({
    code: "RUN_NOT_FOUND",
  });
});

it("home shows each DAG with its last runs, its best and the one before, and its next slot", async () => {
  const { dags } = serviceDocumentOf("overview", overviewJson(await overview()));
  const detailed = dags.find(({ dag }) => dag === "detailed");
  expect(detailed).toMatchObject({
    state: "ok",
    timezone: "UTC",
    last: "succeeded",
    runs: [{ run_id: id }, { run_id: before }],
    best: { run_id: id, backtest: "first", metric: { id: "sharpe", reason: null } },
    alarms: { open: 1 },
  });
  expect(detailed?.best?.metric.value).toBe(detailed?.best?.before);
  expect(detailed?.best?.metric.value).toBeTypeOf("number");
  expect(new Date(detailed?.next ?? 0).getTime()).toBeGreaterThan(Date.now() - 60_000);
});

it("progress counts what was computed, not what was known", () => {
  const started = new Date("2026-01-01T00:00:00Z");
  const run = { cellsTotal: 100, cellsDone: 60, cellsCached: 40, startedAt: started };
  expect(progressOf(run, 5, new Date("2026-01-01T00:00:05Z"))).toEqual({ done: 0.65, cellsPerSecond: 5, etaMs: 7000 });
  expect(progressOf({ ...run, startedAt: null }, 0, started)).toEqual({ done: 0.6, cellsPerSecond: null, etaMs: null });
  expect(progressOf({ ...run, cellsDone: 40 }, 0, new Date("2026-01-01T00:01:00Z")).etaMs).toBeNull();
});

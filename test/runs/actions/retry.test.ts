import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Act } from "../../../src/core/names/audit.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { retryRun } from "../../../src/runs/actions/retry-run.ts";
import { planWithoutTasks } from "../../../src/runs/start/run-plan.ts";
import { writeRun } from "../../../src/runs/start/write-run.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { enqueueJobs } from "../../../src/store/enqueue-jobs.ts";
import { tellRunToStop } from "../../../src/store/moves/run-moves.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { listActs } from "../../../src/store/actions/audit.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { createGate } from "../../support/gate.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import type { TestProject } from "../../support/test-project.ts";
import { codeOf, createFallibleProject, type FallibleProject } from "./support/fallible-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: "the disk was full" };
const RETRY = { failedCells: false, act: ACT };

let fallible: FallibleProject;
let project: TestProject;
beforeEach(async () => {
  fallible = await createFallibleProject();
  ({ project } = fallible);
});
afterEach(() => fallible[Symbol.asyncDispose]());

describe("a retry", () => {
  it("does again what failed and all after it; what succeeded stays, and counters are what rows say", async () => {
    await fallible.worker();
    fallible.failing.add("report");
    const spec = sampleDag({
      before: [sampleCallback("check")],
      after: [sampleCallback("rank"), sampleCallback("report"), sampleCallback("publish")],
    });
    const id = await project.start(spec);
    expect(await project.ended(id)).toMatchObject({ state: "failed", round: 0 });
    expect(fallible.ran).toEqual(["check", "rank", "report", "publish"]);
    fallible.failing.clear();
    [fallible.ran, fallible.asked] = [[], []];
    await retryRun(await fallible.rowOf(id), RETRY, project.deps);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", reason: null, round: 1, stopping: null });
    expect(fallible.ran).toEqual(["report", "publish"]);
    expect(fallible.asked).toEqual([]);
    expect(new Set(Object.values(await fallible.statesOf(id)))).toEqual(new Set(["succeeded"]));
    expect(await fallible.miscounted(id)).toEqual([]);
    expect(await listActs(project.deps.database, { dagId: null, runId: id, since: null, limit: 1 })).toMatchObject([
      { action: "retry", by: "eve", target: "after.report, after.publish", reason: "the disk was full" },
    ]);
  });

  it("computes of a sweep that failed what has no result yet, with a fresh allowance of tries", async () => {
    await fallible.worker();
    let ranges = 0;
    fallible.sabotage = () => {
      ranges++;
      if (ranges > 1) throw new Error("vendor is down");
    };
    const slow = Array.from({ length: 40 }, (_, index) => 20 + index);
    const spec = sampleDag({
      retry: { limit: 1, backoffMs: 1 },
      backtests: [sampleBacktest({ grid: gridOf({ fast: [3, 5], slow }) })],
      after: [sampleCallback("report")],
    });
    const id = await project.start(spec);
    const before = await project.ended(id);
    expect(before).toMatchObject({ state: "failed" });
    const known = before.cellsSucceeded;
    expect(known).toBeGreaterThan(0);
    fallible.asked = [];
    let first = true;
    fallible.sabotage = () => {
      if (first) {
        first = false;
        throw new Error("once more");
      }
    };
    await retryRun(await fallible.rowOf(id), RETRY, project.deps);
    expect(await project.ended(id)).toMatchObject({
      state: "succeeded",
      cellsSucceeded: 80,
      cellsCached: 0,
      cellsFailed: 0,
    });
    expect(fallible.asked).toHaveLength(80 - known);
    expect(await fallible.miscounted(id)).toEqual([]);
  });

  it("goes on with a run that was cancelled, held up or not, and one that had nothing yet", async () => {
    const gate = createGate();
    const running = await project.worker({
      executor: inlineExecutor(builtinStrategy, (_, signal) => gate.pass(signal)),
    });
    const id = await project.start(sampleDag({ after: [sampleCallback("report")] }));
    await gate.arrived;
    await stopRun(project.deps.database, id, { state: "cancelled", reason: "by hand" });
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
    await running.drain();
    const queued = await project.start(sampleDag({ id: "queued" }));
    await stopRun(project.deps.database, queued, { state: "cancelled", reason: "by hand" });
    for (const each of [id, queued]) await retryRun(await fallible.rowOf(each), RETRY, project.deps);
    await fallible.worker();
    for (const each of [id, queued]) {
      expect(await project.ended(each)).toMatchObject({ state: "succeeded", reason: null });
      expect(await fallible.miscounted(each)).toEqual([]);
    }
  });

  it("plans a run that could not be planned", async () => {
    await fallible.worker();
    const request = {
      dag: { file: "/dags/sample.yaml", text: "", spec: sampleDag() },
      logicalDate: new Date("2026-02-10"),
      trigger: "manual",
      tickAt: null,
      overrides: {},
    } as const;
    const plan = planWithoutTasks(request, project.deps);
    const { id } = plan.run;
    await inTransaction(project.deps.database, async (transaction) => {
      await writeRun(transaction, plan);
      await tellRunToStop(transaction, id, { state: "failed", reason: "no data" });
      await enqueueJobs(transaction, [{ name: "finish_run", subject: id }]);
    });
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason: "no data" });
    await retryRun(await fallible.rowOf(id), RETRY, project.deps);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsTotal: 6, cellsDone: 6 });
    expect(await fallible.miscounted(id)).toEqual([]);
  });

  it("is refused while the run is going, when there is nothing to do, and for the second of two", async () => {
    const id = await project.start(sampleDag());
    expect(await codeOf(retryRun(await fallible.rowOf(id), RETRY, project.deps))).toBe("ACTION_REFUSED");
    await fallible.worker();
    await project.ended(id);
    expect(await codeOf(retryRun(await fallible.rowOf(id), RETRY, project.deps))).toBe("ACTION_REFUSED");
    fallible.failing.add("report");
    const other = await project.start(sampleDag({ after: [sampleCallback("report")] }));
    await project.ended(other);
    const row = await fallible.rowOf(other);
    const both = [retryRun(row, RETRY, project.deps), retryRun(row, RETRY, project.deps)].map(codeOf);
    expect(new Set(await Promise.all(both))).toEqual(new Set(["ACTION_REFUSED", "done"]));
    expect(await project.ended(other)).toMatchObject({ round: 1 });
    expect(fallible.ran.filter((name) => name === "report")).toHaveLength(2);
  });

  it("computes failed cells of a backtest that ended well only when it is asked to", async () => {
    let broken = true;
    const engine = inlineExecutor(builtinStrategy);
    const failingAtFive: typeof engine = {
      ...engine,
      // A window of no bars is refused by the strategy.
      compute: (setup, cells, ...rest) =>
        engine.compute(setup, broken ? cells.map((cell) => cell.replace('"fast":5', '"fast":0')) : cells, ...rest),
    };
    await project.worker({ executor: failingAtFive });
    const id = await project.start(sampleDag());
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsFailed: 2, cellsSucceeded: 4 });
    expect(await codeOf(retryRun(await fallible.rowOf(id), RETRY, project.deps))).toBe("ACTION_REFUSED");
    broken = false;
    await retryRun(await fallible.rowOf(id), { ...RETRY, failedCells: true }, project.deps);
    expect(await project.ended(id)).toMatchObject({
      state: "succeeded",
      cellsFailed: 0,
      cellsSucceeded: 6,
      cellsCached: 0,
    });
    expect(await fallible.miscounted(id)).toEqual([]);
  });

  it("says what it has to say again, that it was retried, and takes what fired back", async () => {
    await fallible.worker();
    fallible.failing.add("report");
    const alerts = [{ name: "run_failed", when: "run.state == 'failed'", to: ["slack" as const] }];
    const id = await project.start(sampleDag({ after: [sampleCallback("report")], alerts }));
    await project.ended(id);
    fallible.failing.clear();
    await retryRun(await fallible.rowOf(id), RETRY, project.deps);
    await project.ended(id);
    const told = await listAlerts(project.deps.database, id);
    expect(told.map(({ kind }) => kind)).toEqual(["fired", "recovered"]);
    expect(JSON.stringify(told[1]?.message)).toContain('"label":"Retried","value":"once"');
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import type { DataReach } from "../../../src/data/dataset.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { retryRun } from "../../../src/runs/actions/retry-run.ts";
import { planRerun } from "../../../src/runs/actions/plan-rerun.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { planWithoutTasks } from "../../../src/runs/start/run-plan.ts";
import { startPlanned } from "../../../src/runs/start/start-run.ts";
import { waitNeeded } from "../../../src/runs/wait/wait-needed.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let reach: () => readonly DataReach[];
/** What the callbacks of the run do, by name. */
let callbacks: Record<string, () => unknown>;
let called: string[];
beforeEach(async () => {
  project = await createTestProject();
  reach = () => [{ symbol: "SPX", lastDay: "2026-02-09" }];
  callbacks = {};
  called = [];
});
afterEach(() => project[Symbol.asyncDispose]());

const act = { by: "ada", origin: "cli", reason: null } as const;
const data = () => ({ ...project.deps.data, reachOf: async () => reach() });
const worker = (askEveryMs = 50) =>
  project.worker({
    data: data(),
    lookEveryMs: 30,
    askEveryMs,
    runCallback: async ({ name }) => {
      called.push(name);
      return (await callbacks[name]?.()) ?? null;
    },
  });

const SPEC: Partial<DagSpec> = {
  before: [sampleCallback("first"), sampleCallback("update_data"), sampleCallback("check_data")],
};

async function start(changes: Partial<DagSpec> = {}): Promise<RunId> {
  const spec = sampleDag({ ...SPEC, ...changes });
  const dag = { file: "/dags/sample.yaml", text: JSON.stringify(spec), spec };
  const logicalDate = new Date("2026-02-10T00:00:00Z");
  const request = { dag, logicalDate, tickAt: null, overrides: {}, trigger: "manual" } as const;
  const deps = { ...project.deps, data: data() };
  const wait = await waitNeeded(request, deps);
  if (wait === null) throw new Error("It waits for nothing");
  const id = await startPlanned(planWithoutTasks(request, deps, wait), deps, act);
  if (id === null) throw new Error("It was not started");
  return id;
}

const tasksOf = async (id: RunId) =>
  (await listTasks(project.deps.database, id)).map(({ key, state, position }) => [position, key, state]);

describe("callbacks before the data are frozen", () => {
  it("run before the plan, which is made once they have ended; the others and the backtests follow", async () => {
    const planned: number[] = [];
    let id: RunId | null = null;
    callbacks["update_data"] = async () => {
      const run = id === null ? null : await readRun(project.deps.database, id);
      planned.push(run?.cellsTotal ?? -1);
    };
    id = await start();
    expect((await tasksOf(id)).map(([, key]) => key)).toEqual(["before.first", "before.update_data"]);
    await worker();
    const run = await project.ended(id);
    expect(run).toMatchObject({ state: "succeeded", waitsFor: null, cellsTotal: 6 });
    expect(planned).toEqual([0]);
    expect(await tasksOf(id)).toEqual([
      [0, "before.first", "succeeded"],
      [1, "before.update_data", "succeeded"],
      [2, "before.check_data", "succeeded"],
      [3, "backtest", "succeeded"],
    ]);
    expect(called).toEqual(["first", "update_data", "check_data"]);
  });

  it("fail the run when one fails, and are done again by a retry, with all that follows", async () => {
    callbacks["update_data"] = () => {
      throw new Error("the source is away");
    };
    const id = await start();
    await worker();
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason: expect.stringContaining("is away") });
    expect(await tasksOf(id)).toHaveLength(2);
    callbacks["update_data"] = () => null;
    const run = await readRun(project.deps.database, id);
    if (run === null) throw new Error("The run is gone");
    await retryRun(run, { failedCells: false, act }, project.deps);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsTotal: 6 });
    expect((await tasksOf(id)).map(([, , state]) => state)).toEqual(Array(4).fill("succeeded"));
  });

  it("leave nothing to plan when the run is cancelled while they work", async () => {
    const begun = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    callbacks["update_data"] = () => {
      begun.resolve();
      return released.promise;
    };
    const id = await start();
    await worker();
    await begun.promise;
    expect(await stopRun(project.deps.database, id, { state: "cancelled", reason: "enough" })).toBe(true);
    released.resolve();
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", cellsTotal: 0 });
    expect(await tasksOf(id)).toHaveLength(2);
  });

  it("are done again while the data that the run waits for have not come", async () => {
    let updates = 0;
    callbacks["update_data"] = () => {
      updates++;
      if (updates === 3) reach = () => [{ symbol: "SPX", lastDay: "2026-02-10" }];
    };
    const id = await start({ waitFor: { dataset: null, through: "{{ ds }}", timeoutMs: 600_000 } });
    await worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", dataThrough: "2026-02-10", cellsTotal: 6 });
    expect(updates).toBe(3);
    expect((await tasksOf(id)).map(([, , state]) => state)).toEqual(Array(4).fill("succeeded"));
  });

  it("are not done again before it is time to", async () => {
    const id = await start({ waitFor: { dataset: null, through: "{{ ds }}", timeoutMs: 400 } });
    await worker(600_000);
    await project.ended(id);
    expect(called).toEqual(["first", "update_data"]);
  });

  it("give up when the time of the wait is over, however often they were done", async () => {
    const id = await start({ waitFor: { dataset: null, through: "{{ ds }}", timeoutMs: 400 } });
    await worker();
    const reason = expect.stringContaining("WAIT_TIMEOUT: its data through 2026-02-10 had not come after 400ms");
    expect(await project.ended(id)).toMatchObject({ state: "failed", reason });
  });

  it("are not waited for by a rerun on the data of a run, and are by one of a run that had no plan", async () => {
    const id = await start();
    await worker();
    const run = await project.ended(id);
    expect((await planRerun(run, project.deps)).run).toMatchObject({ waitsFor: null, snapshotIds: run.snapshotIds });
    callbacks["update_data"] = () => {
      throw new Error("the source is away");
    };
    const failed = await project.ended(await start());
    const again = await planRerun(failed, project.deps);
    expect(again.run.waitsFor).not.toBeNull();
    expect(again.tasks.map(({ key }) => key)).toEqual(["before.first", "before.update_data"]);
  });
});

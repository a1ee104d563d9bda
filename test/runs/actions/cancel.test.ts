import { afterEach, beforeEach, expect, it } from "vitest";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { planWithoutTasks } from "../../../src/runs/start/run-plan.ts";
import { startPlanned } from "../../../src/runs/start/start-run.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { createGate } from "../../support/gate.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const CANCEL = { state: "cancelled", reason: "by hand" } as const;

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

it("a run is cancelling until the last of its work is gone, and cancelled only then (I5)", async () => {
  const { database } = project.deps;
  const gate = createGate();
  // Deaf: it does not heed its signal.
  await project.worker({ executor: inlineExecutor(builtinStrategy, () => gate.pass()) });
  const id = await project.start(sampleDag());
  await gate.arrived;
  await stopRun(database, id, CANCEL);
  expect(await readRun(database, id)).toMatchObject({ status: "cancelling", state: "running", finishedAt: null });
  gate.open();
  expect(await project.ended(id)).toMatchObject({ status: "cancelled", state: "cancelled" });
});

it("what has not computed anything is cancelled at once, without a worker: queued, held, or waiting for data", async () => {
  const { database } = project.deps;
  const queued = await project.start(sampleDag());
  const spec = sampleDag({ id: "waits" });
  const request = {
    dag: { file: "/dags/waits.yaml", text: "", spec },
    logicalDate: new Date("2026-02-10"),
    trigger: "manual",
    tickAt: null,
    overrides: {},
  } as const;
  const wait = { dataset: null, through: "2026-02-10", timeoutMs: 1000, missing: null };
  const waiting = planWithoutTasks(request, project.deps, wait);
  const held = planWithoutTasks(request, project.deps);
  await startPlanned(waiting, project.deps);
  await startPlanned({ ...held, run: { ...held.run, held: true } }, project.deps);
  for (const id of [queued, waiting.run.id, held.run.id]) {
    expect(await stopRun(database, id, CANCEL)).toBe(true);
    expect(await readRun(database, id)).toMatchObject({ status: "cancelled", reason: "by hand" });
  }
});

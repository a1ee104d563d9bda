import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { deduplicated } from "../../../src/runs/start/dedupe-key.ts";
import { planRun, type StartRequest } from "../../../src/runs/start/run-plan.ts";
import { startPlanned } from "../../../src/runs/start/start-run.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

/** As `run --dedupe` does it. */
async function submit(spec: DagSpec, changes: Partial<StartRequest> = {}): Promise<RunId> {
  const dag = { file: "/dags/sample.yaml", text: JSON.stringify(spec), spec };
  const date = new Date("2026-02-10T08:30:00Z");
  const request = { dag, logicalDate: date, tickAt: null, trigger: "manual", overrides: {}, ...changes } as const;
  const id = await startPlanned(deduplicated(request, await planRun(request, project.deps)), project.deps);
  if (id === null) throw new Error("No run was started");
  return id;
}

it("twenty that are submitted at once are one run", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => submit(sampleDag({ id: "once" }))));
  expect(new Set(ids).size).toBe(1);
  expect((await project.deps.database.query("select from run where dag_id = 'once'")).rowCount).toBe(1);
});

it("one that is queued or has succeeded is taken; one that is being cancelled, or has failed, is begun anew", async () => {
  const dag = sampleDag({ id: "again" });
  const first = await submit(dag);
  expect(await submit(dag)).toBe(first);
  await stopRun(project.deps.database, first, { state: "cancelled", reason: "no" });
  const second = await submit(dag);
  expect(second).not.toBe(first);
  await project.worker();
  expect(await project.ended(second)).toMatchObject({ state: "succeeded" });
  expect(await submit(dag)).toBe(second);
  const bad = sampleDag({ id: "bad", timeoutMs: 1, before: [] });
  const failed = await submit(bad);
  await stopRun(project.deps.database, failed, { state: "failed", reason: "no" });
  await project.ended(failed);
  expect(await submit(bad)).not.toBe(failed);
});

it("other values, another version, another day and another moment that was given are other runs; the priority is not", async () => {
  const dag = sampleDag({ id: "key" });
  const first = await submit(dag);
  expect(await submit(dag, { logicalDate: new Date("2026-02-10T23:00:00Z") })).toBe(first);
  expect(await submit(dag, { priority: "high" })).toBe(first);
  expect((await readRun(project.deps.database, first))?.priority).toBe("normal");
  const others = await Promise.all([
    submit(dag, { logicalDate: new Date("2026-02-11T08:30:00Z") }),
    submit(dag, { overrides: { fast: 3 } }),
    submit(dag, { overrides: { logical_date: "2026-02-10T08:30:00Z" } }),
    submit({ ...dag, description: "changed" }),
  ]);
  expect(new Set([first, ...others]).size).toBe(5);
});

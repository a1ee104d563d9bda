import { afterEach, beforeEach, expect, it } from "vitest";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { createGate } from "../support/gate.ts";
import { inlineExecutor } from "../support/inline-executor.ts";
import { sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

it("a worker stops when a newer version migrates the database, says so, and gives back what it has", async () => {
  const { database } = project.deps;
  const gate = createGate();
  const worker = await project.worker({
    executor: inlineExecutor(builtinStrategy, () => gate.pass()),
    timing: { watchdogMs: 50 },
  });
  await project.start(sampleDag());
  await gate.arrived;
  await database.query("insert into migrations (name, sha256) values ('9999_of_the_future.sql', 'unknown')");
  await expect(worker.failed).rejects.toMatchObject({
    code: "MIGRATION_CHANGED",
    message: expect.stringContaining("9999_of_the_future.sql"),
  });
  const state = async () => (await database.query("select state from worker")).rows;
  await expect.poll(state, { timeout: 20_000 }).toEqual([{ state: "stopped" }]);
  expect((await database.query("select from attempt where state = 'running'")).rowCount).toBe(0);
  expect((await database.query("select from task where attempts > 0 or kills > 0")).rowCount).toBe(0);
  gate.open();
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import { beginRun, endRun, tellRunToStop } from "../../../src/store/moves/run-moves.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let id: RunId;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());
beforeEach(async () => {
  id = await project.start(sampleDag());
  await beginRun(project.deps.database, id);
});

async function stateOf(): Promise<string | undefined> {
  const { rows } = await project.deps.database.query<{ state: string }>("select state from run where id = $1", [id]);
  return rows[0]?.state;
}

describe("a run whose tasks have all ended", () => {
  beforeEach(() => project.deps.database.query("update run set open_tasks = 0 where id = $1", [id]));

  it("that was told to stop while its verdict was being found ends as it was told, not as the verdict says", async () => {
    const { database } = project.deps;
    expect(await tellRunToStop(database, id, { state: "cancelled", reason: "by hand" })).toBe(true);
    expect(await endRun(database, id, { state: "succeeded", reason: null })).toBe(false);
    expect(await endRun(database, id, { state: "failed", reason: "no" })).toBe(false);
    expect(await stateOf()).toBe("running");
    expect(await endRun(database, id, { state: "cancelled", reason: "by hand" })).toBe(true);
    expect(await stateOf()).toBe("cancelled");
  });

  it("ends once, and cannot be told to stop any more", async () => {
    const { database } = project.deps;
    expect(await endRun(database, id, { state: "succeeded", reason: null })).toBe(true);
    expect(await endRun(database, id, { state: "failed", reason: "no" })).toBe(false);
    expect(await tellRunToStop(database, id, { state: "cancelled", reason: "late" })).toBe(false);
    expect(await stateOf()).toBe("succeeded");
  });
});

it("a run with tasks that have not ended does not end", async () => {
  expect(await endRun(project.deps.database, id, { state: "succeeded", reason: null })).toBe(false);
  expect(await stateOf()).toBe("running");
});

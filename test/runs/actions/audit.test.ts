import { afterAll, beforeAll, expect, it } from "vitest";
import type { Act } from "../../../src/core/names/audit.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { listActs } from "../../../src/store/actions/audit.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const ACT: Act = { by: "eve", origin: "cli", reason: "vendor is down" };
const STOP = { state: "cancelled", reason: "vendor is down" } as const;

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const all = { dagId: null, runId: null, since: null, limit: null };

it("an action is one row: who, what, on what, why, from where; what changes nothing is none", async () => {
  const { database } = project.deps;
  const id = await project.start(sampleDag());
  expect(await stopRun(database, id, STOP, ACT)).toBe(true);
  expect(await stopRun(database, id, STOP, ACT)).toBe(false);
  expect(await listActs(database, { ...all, runId: id })).toMatchObject([
    { by: "eve", origin: "cli", action: "cancel", dagId: "sample", runId: id, reason: "vendor is down" },
  ]);
});

it("what was done stays written, whoever asks the database", async () => {
  const { database } = project.deps;
  for (const change of ["update audit set done_by = 'nobody'", "delete from audit", "truncate audit"]) {
    await expect(database.query(change)).rejects.toThrow("stays as it is");
  }
  await database.query("delete from run");
  expect(await listActs(database, all)).toHaveLength(1);
});

it("a text that no database takes is a row all the same", async () => {
  const { database } = project.deps;
  const id = await project.start(sampleDag());
  const reason = `a\u0000b${"0123456789🚀".slice(0, 11)}'; drop table audit; --`;
  await stopRun(database, id, STOP, { ...ACT, reason });
  const [row] = await listActs(database, { ...all, limit: 1 });
  expect(row?.reason).toContain("'; drop table audit; --");
});

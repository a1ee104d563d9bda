import { afterAll, beforeAll, expect, it } from "vitest";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { tryBeginSweep } from "../../../src/store/sweep/claim-sweep.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

it("a sweep that has begun is not begun again by a late wake-up", async () => {
  await project.worker();
  const id = await project.start(sampleDag());
  await project.ended(id);
  const [sweep] = await listTasks(project.deps.database, id);
  const isOurs = await inTransaction(project.deps.database, (transaction) =>
    tryBeginSweep(transaction, sweep?.id ?? ("" as never)),
  );
  expect(isOurs).toBe(false);
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
  await project.start(sampleDag());
});
afterAll(() => project[Symbol.asyncDispose]());

const attempt = "insert into attempt (task_id, worker_id, state) select id, 'nobody'";

it.each([
  ["a run from queued to succeeded", "update run set state = 'succeeded'"],
  ["a task from queued to succeeded", "update task set state = 'succeeded'"],
  ["a attempt from nothing to lost", `${attempt}, 'lost' from task`],
  [
    "a attempt from succeeded to running",
    `${attempt}, 'running' from task; update attempt set state = 'succeeded'; update attempt set state = 'running'`,
  ],
])("the databases of all tests refuse %s", async (move, statement) => {
  await expect(project.deps.database.query(statement)).rejects.toThrow(
    move.replace(" from", " cannot move from").replace(/^a /, "A "),
  );
});

it.each(["sweep_part set state = 'cached'", "failed_cell set error = '{}'"])(
  "and a change of what was written of cells: %s",
  async (change) => {
    await expect(project.deps.database.query(`update ${change}`)).rejects.toThrow("A cell is written once");
  },
);

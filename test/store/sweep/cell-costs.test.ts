import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lastCellMs } from "../../../src/store/actions/cell-costs.ts";
import { sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

/** Of the sample. */
const CELLS = 6;
let project: TestProject;
beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("lastCellMs", () => {
  it("is the time of all ranges by the cells that they computed, however dear the last one was", async () => {
    await project.worker();
    const dag = sampleDag();
    const [{ name } = { name: "" }] = dag.backtests;
    const { database } = project.deps;
    expect(await lastCellMs(database, dag.id, name)).toBeNull();

    const id = await project.start(dag);
    await project.ended(id);
    const { rowCount: ranges } = await database.query(
      `update attempt set started_at = attempt.finished_at - interval '60 ms'
       from task where task.id = attempt.task_id and task.run_id = $1 and task.key = $2`,
      [id, name],
    );
    // The cost that its sizes of ranges were chosen by follows the last range.
    await database.query("update task set cell_ms = 1000 where run_id = $1 and key = $2", [id, name]);
    expect(await lastCellMs(database, dag.id, name)).toBeCloseTo(((ranges ?? 0) * 60) / CELLS, 6);

    await database.query("delete from attempt using task where task.id = attempt.task_id and task.run_id = $1", [id]);
    expect(await lastCellMs(database, dag.id, name)).toBe(1000);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listTasks } from "../../src/store/run/tasks.ts";
import { listCells } from "../../src/store/sweep/read-cells.ts";
import { openGrid } from "../../src/factory/grid/open-grid.ts";
import { sampleBacktest, sampleCallback, sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;

beforeAll(async () => {
  project = await createTestProject();
});
afterAll(() => project[Symbol.asyncDispose]());

describe("a run", () => {
  it("goes from a DAG to results in the database", async () => {
    const called: string[] = [];
    await project.worker({ runCallback: async (callback) => void called.push(callback.name) });
    const spec = sampleDag({ before: [sampleCallback("check_data")], after: [sampleCallback("rank")] });
    const id = await project.start(spec);
    const run = await project.ended(id);

    expect(run).toMatchObject({ state: "succeeded", reason: null, cellsTotal: 6, cellsDone: 6, cellsSucceeded: 6 });
    expect(called).toEqual(["check_data", "rank"]);
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks.map((task) => [task.key, task.state])).toEqual([
      ["before.check_data", "succeeded"],
      ["backtest", "succeeded"],
      ["after.rank", "succeeded"],
    ]);
    const sweep = tasks[1];
    const { grid: axes, params } = sampleBacktest();
    const grid = openGrid(axes, params);
    const cells = await listCells(project.deps.database, {
      taskId: sweep?.id ?? ("" as never),
      order: { by: "cell" },
      limit: null,
    });
    expect(
      cells.map((cell) => [cell.cell, cell.state, grid.cellAt(cell.cell)["fast"], grid.cellAt(cell.cell)["slow"]]),
    ).toEqual([
      [0, "succeeded", 3, 20],
      [1, "succeeded", 3, 30],
      [2, "succeeded", 5, 20],
      [3, "succeeded", 5, 30],
      [4, "succeeded", 8, 20],
      [5, "succeeded", 8, 30],
    ]);
    expect(cells.every((cell) => Number.isFinite(cell.result?.metrics.total_return))).toBe(true);
  });

  it("computes nothing the second time", async () => {
    const id = await project.start(sampleDag({ id: "other_dag" }));
    expect(await project.ended(id)).toMatchObject({
      state: "succeeded",
      cellsDone: 6,
      cellsSucceeded: 0,
      cellsCached: 6,
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TaskId } from "../../../src/core/names/ids.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { readCellFigures } from "../../../src/store/sweep/cell-figures.ts";
import { listCells } from "../../../src/store/sweep/read-cells.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let taskId: TaskId;
beforeAll(async () => {
  project = await createTestProject();
  await project.worker();
  const grid = gridOf({ fast: upFrom(2, 4), slow: upFrom(10, 2) });
  const id = await project.start(sampleDag({ backtests: [sampleBacktest({ grid })] }));
  await project.ended(id);
  const [task] = await listTasks(project.deps.database, id);
  if (task === undefined) throw new Error("There is no sweep");
  taskId = task.id;
  // What another program would have stored: the same numbers under names of its own.
  await project.deps.database.query(`update batch set names = array_replace(names, 'max_drawdown', 'worst_day')`);
});
afterAll(() => project[Symbol.asyncDispose]());

describe("metrics that no catalogue of ours knows", () => {
  it.each(["higher", "lower"] as const)("sort cells, %s first", async (better) => {
    const order = { by: "metric", metric: "worst_day", better, descending: better === "higher", minTrades: 0 } as const;
    const cells = await listCells(project.deps.database, { taskId, order, limit: null });
    const values = cells.map(({ result }) => result?.metrics["worst_day"] ?? Number.NaN);
    const sign = better === "higher" ? -1 : 1;
    expect(values).toHaveLength(8);
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(values).toEqual(values.toSorted((a, b) => sign * (a - b)));
  });

  it("are judged as an objective, with their own better end, and keep the reason why they have no number", async () => {
    const { database } = project.deps;
    const objective = { id: "worst_day", better: "lower" } as const;
    const asked = { taskId, cells: 8, blocks: 0, stride: 1, objective, minTrades: 0 };
    const before = await readCellFigures(database, asked);
    expect(before.objective.every((value) => value > 0)).toBe(true);
    await database.query(`update batch set names = array_replace(names, 'profit_factor', 'my_factor')`);
    const order = { by: "metric", metric: "my_factor", better: "higher", descending: true, minTrades: 0 } as const;
    const cells = await listCells(database, { taskId, order, limit: null });
    const known = cells.map(({ result }) => result?.metrics["my_factor"] ?? result?.reasons["my_factor"]);
    expect(known).not.toContain(undefined);
  });
});

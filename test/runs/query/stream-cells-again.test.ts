import { afterEach, beforeEach, expect, it } from "vitest";
import { streamCellsAgain } from "../../../src/runs/query/stream-cells-again.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

it("FAULTS 8.2: results that are being read go on where they were when every connection is cut", async () => {
  const worker = await project.worker();
  const backtests = [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 65), slow: upFrom(70, 65) }) })];
  const id = await project.start(sampleDag({ backtests }));
  await project.ended(id);
  await worker.drain();
  const { database } = project.deps;
  const [task] = await listTasks(database, id);
  const order = { by: "metric", metric: "sharpe", better: "higher", descending: true, minTrades: 0 } as const;
  const query = { taskId: task?.id ?? ("" as never), order, limit: null };
  const cells: number[] = [];
  let pages = 0;
  for await (const page of streamCellsAgain(database, query, {})) {
    cells.push(...page.map(({ cell }) => cell));
    if (++pages > 1) continue;
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  }
  expect(pages).toBeGreaterThan(1);
  expect(cells).toHaveLength(4225);
  expect(new Set(cells).size).toBe(4225);
});

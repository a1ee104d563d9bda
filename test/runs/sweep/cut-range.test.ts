import { afterEach, expect, it } from "vitest";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import type { CellColumns } from "../../../src/executors/executor.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { beginSweep } from "../../../src/runs/kinds/sweep/work/begin-sweep.ts";
import { computeCells } from "../../../src/runs/kinds/sweep/work/compute-cells.ts";
import type { SweepExecutor } from "../../../src/runs/run-deps.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import { numberExecutor, numbersOf } from "../../support/executors/number-executor.ts";
import { miscounted } from "../../support/moves/miscounted.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
afterEach(() => project[Symbol.asyncDispose]());

/** Answers with the first two cells of a range once its process is to end, which `begun` decides. */
function cutting(begun: () => void): SweepExecutor {
  const whole = numberExecutor();
  return {
    ...whole,
    async prepare(backtest, moment) {
      const prepared = await whole.prepare(backtest, moment);
      return {
        ...prepared,
        rangeTarget: { ms: 1000, firstCells: 100, maxCells: 100 },
        async compute(cells, { until }): Promise<CellColumns> {
          begun();
          if (until?.aborted !== true) return numbersOf(cells);
          const first = { numbers: cells.numbers.slice(0, 2), params: cells.params.slice(0, 2) };
          return { ...numbersOf(first), computed: 2 };
        },
      };
    },
  };
}

it("a worker that is told to stop keeps the first cells of a range, and leaves the rest to others at once (I4)", async () => {
  const draining = new AbortController();
  project = await createTestProject([cutting(() => draining.abort())]);
  const { deps, home } = project;
  const { database } = deps;
  await registerWorker(database, { id: "leaving", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
  const ports = { runCallback: async () => null, renderTearsheet: () => "", channels: channelsFromEnv({}) };
  const leaving = createWorkDeps({ ...deps, ...ports, home, workerId: "leaving", slots: 1, draining: draining.signal });
  const grid = gridOf({ fast: upFrom(20, 8), slow: [90] });
  const id = await project.start(sampleDag({ backtests: [sampleBacktest({ executor: "numbers", grid })] }));
  const [task] = await listTasks(database, id);
  if (task === undefined) throw new Error("The run has no task");
  await beginSweep(task.id, leaving);
  await database.query("delete from graphile_worker._private_jobs");

  await computeCells(task.id, leaving);
  const { rows } = await database.query("select from_cell, to_cell, state from attempt");
  expect(rows).toEqual([{ from_cell: 0, to_cell: 2, state: "succeeded" }]);
  const spare = await database.query("select from_cell, to_cell, kills, tries, run_after from spare_range");
  expect(spare.rows).toEqual([{ from_cell: 2, to_cell: 4, kills: 0, tries: 0, run_after: null }]);
  expect((await listTasks(database, id))[0]).toMatchObject({ state: "running", cellsDone: 2, attempts: 0 });
  expect(await miscounted(project.database.pool, id)).toEqual([]);
  // Others are asked to go on.
  expect((await database.query("select from graphile_worker._private_jobs")).rowCount).toBe(1);
  await project.worker({ executors: [numberExecutor()] });
  expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 8, cellsDone: 8 });
});

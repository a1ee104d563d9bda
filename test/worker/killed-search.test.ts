import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { RunId } from "../../src/core/names/ids.ts";
import type { SearchSpec } from "../../src/core/spec/search/search-spec.ts";
import type { GridSpec } from "../../src/factory/dag-spec.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { readChosenCells } from "../../src/store/search/chosen-cells.ts";
import { listCells } from "../../src/store/sweep/read-cells.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "fixtures/worker-main.ts");
const TIMING = { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 };

const HALVING: SearchSpec = { method: "successive_halving", eta: 2, minCells: 3, rungs: 2, objective: "sharpe" };
const TPE: SearchSpec = { method: "tpe", startup: 8, batch: 4, seed: 3, objective: "sharpe" };
const GRID = gridOf({ fast: upFrom(2, 6), slow: [10, 15, 20, 25, 30] });
const DRAWN: GridSpec = {
  ...gridOf({ fast: upFrom(2, 12), slow: upFrom(15, 30) }),
  draw: { method: "sobol", n: 20, seed: 3 },
};

let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

/** What every round has chosen, and what came of each cell of the backtest. */
async function outcome({ deps: { database } }: TestProject, id: RunId) {
  const tasks = await listTasks(database, id);
  const chosen: [string, readonly number[]][] = [];
  for (const { id: taskId, key } of tasks)
    chosen.push([key, [...((await readChosenCells(database, taskId))?.places ?? [])]]);
  const task = tasks.at(-1);
  const rows = await listCells(database, {
    taskId: task?.id ?? tasks[0]?.id ?? ("" as never),
    order: { by: "cell" },
    limit: null,
  });
  const attempts = tasks.map((one) => one.attempts);
  return { chosen: Object.fromEntries(chosen), cells: rows.map(({ result }) => result?.metrics), attempts };
}

describe.each([
  ["successive halving", HALVING, GRID, [0, 30, 45]],
  ["TPE", TPE, DRAWN, [0, 8, 12, 16]],
] as const)("a search by %s whose worker is killed", (_, search, grid, places) => {
  const spec = sampleDag({ backtests: [sampleBacktest({ search, grid })] });

  it("in any of its rounds goes on where it was, and makes the same choices", { timeout: 180_000 }, async () => {
    await using calm = await createTestProject();
    await calm.worker();
    const first = await calm.start(spec);
    expect((await calm.ended(first)).state).toBe("succeeded");
    const expected = await outcome(calm, first);
    for (const [round, cells] of places.entries()) {
      await using project = await createTestProject();
      const id = await project.start(spec);
      const doomed = spawn(process.execPath, [MAIN, project.database.url, "hang_after", String(cells)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      child = doomed;
      await once(doomed.stdout, "data");
      expect(await countTasks(project, id, "running")).toBe(1);
      expect(await countTasks(project, id, "succeeded")).toBeGreaterThanOrEqual(round);
      doomed.kill("SIGKILL");
      await once(doomed, "exit");
      await project.worker({ timing: TIMING });
      expect((await project.ended(id)).state).toBe("succeeded");
      expect(await outcome(project, id)).toEqual(expected);
    }
  });
});

async function countTasks({ deps }: TestProject, id: RunId, state: string): Promise<number> {
  return (await listTasks(deps.database, id)).filter((task) => task.state === state).length;
}

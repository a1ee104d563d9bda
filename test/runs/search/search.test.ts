import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rankCells } from "../../../src/analytics/ranking/rank-cells.ts";
import type { RunId, TaskId } from "../../../src/core/names/ids.ts";
import type { SearchSpec } from "../../../src/core/spec/search/search-spec.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import type { BacktestSpec, GridSpec } from "../../../src/factory/dag-spec.ts";
import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import { createDagCache } from "../../../src/runs/dag-cache.ts";
import { judgeTask } from "../../../src/runs/judge/judge-task.ts";
import { listSweepViews } from "../../../src/runs/query/cell-view.ts";
import { summarizeRun } from "../../../src/runs/query/run-summary.ts";
import { chooseRound } from "../../../src/runs/search/choose-round.ts";
import { type RejectedCell, rejectedCells } from "../../../src/runs/search/rejected-cells.ts";
import { rungBars } from "../../../src/runs/search/round-sweep.ts";
import { createSweepCache } from "../../../src/runs/sweep/sweep-cache.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { readChosenCells } from "../../../src/store/search/chosen-cells.ts";
import { listCells } from "../../../src/store/sweep/read-cells.ts";
import { sampleBars } from "../../support/sample-bars.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const HALVING: SearchSpec = { method: "successive_halving", eta: 2, minCells: 3, rungs: 2, objective: "sharpe" };
const TPE: SearchSpec = { method: "tpe", startup: 8, batch: 4, seed: 3, objective: "sharpe" };
const GRID = gridOf({ fast: upFrom(2, 6), slow: [10, 15, 20, 25, 30] });
const WIDE: GridSpec = {
  ...gridOf({ fast: upFrom(2, 12) }),
  axes: [
    { name: "fast", kind: "range", from: 2, step: 1, count: 12 },
    { name: "slow", kind: "range", from: 15, step: 1, count: 30, spread: "log" },
    { name: "position_size", kind: "range", from: 0.1, step: 0.000001, count: 800_001 },
  ],
  where: "fast < slow",
  draw: { method: "sobol", n: 22, seed: 3 },
};

function searched(search: SearchSpec, grid: GridSpec): BacktestSpec {
  return sampleBacktest({ search, grid });
}

async function run(backtest: BacktestSpec, on: TestProject = project): Promise<RunId> {
  const id = await on.start(sampleDag({ backtests: [backtest] }));
  const { state } = await on.ended(id);
  expect(state).toBe("succeeded");
  return id;
}

/** Chosen cells of every task of a search, by its key. */
async function chosenBy(
  id: RunId,
  { deps }: TestProject = project,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: [string, readonly number[]][] = [];
  for (const { id: taskId, key } of await listTasks(deps.database, id)) {
    found.push([key, [...((await readChosenCells(deps.database, taskId))?.places ?? [])]]);
  }
  return Object.fromEntries(found);
}

/** Parameters and metrics of the cells of the backtest, by number. */
async function cellsOf(id: RunId, backtest: BacktestSpec) {
  const { database } = project.deps;
  const [view] = await listSweepViews(database, { id, spec: sampleDag({ backtests: [backtest] }) });
  if (view === undefined) throw new Error("There is no view");
  const rows = await listCells(database, { taskId: view.taskId, order: { by: "cell" }, limit: 1000 });
  return rows.map(({ cell, result }) => ({ params: view.grid.cellAt(cell), metrics: result?.metrics }));
}

const settings = { ...sampleBacktest().settings, barsPerYear: 252 };

describe("successive halving", () => {
  it("keeps the cells that plain backtests over the last bars rank first, rung after rung", async () => {
    await project.worker();
    const id = await run(searched(HALVING, GRID));
    const grid = openGrid(GRID, sampleBacktest().params);
    const bars = sampleBars();
    let cells: readonly number[] = Array.from({ length: grid.count }, (_, cell) => cell);
    const sizes = [];
    for (const share of [1 / 4, 1 / 2]) {
      const from = bars.time.length - rungBars(bars.time.length, share);
      const scores = Float64Array.from(cells, (cell) => {
        const range = { from, to: bars.time.length };
        const params = grid.cellAt(cell);
        const { metrics } = runBacktest({ strategy: smaCross, params, bars: [bars], settings, range });
        return metrics.sharpe ?? Number.NaN;
      });
      const kept = rankCells(scores, "higher", Math.ceil(cells.length / 2)).sort();
      cells = [...kept].map((at) => cells[at] ?? -1);
      sizes.push(cells.length);
    }
    expect(sizes).toEqual([15, 8]);
    const found = await cellsOf(id, searched(HALVING, GRID));
    expect(found.map(({ params }) => params)).toEqual(cells.map((cell) => grid.cellAt(cell)));
    expect(cells).not.toEqual(cells.map((_, at) => at));
  });

  it("keeps what it left behind, with rung, score and reason", async () => {
    await project.worker();
    const backtest = searched(HALVING, GRID);
    const spec = sampleDag({ backtests: [backtest] });
    const id = await run(backtest);
    const { total, pages } = await rejectedCells(project.deps.database, { id, spec }, backtest);
    const rejected: RejectedCell[] = [];
    for await (const page of pages) rejected.push(...page);
    expect(total).toBe(22);
    expect(rejected.map(({ rung }) => rung)).toEqual([
      ...Array.from({ length: 15 }, () => 1),
      ...Array.from({ length: 7 }, () => 2),
    ]);
    expect(rejected.every(({ score, reason }) => score !== null && reason === "others scored better")).toBe(true);
    const kept = await cellsOf(id, backtest);
    const all = [...kept, ...rejected].map(({ params }) => JSON.stringify(params));
    expect(new Set(all).size).toBe(30);
  });

  it("can be looked at before its first rung has ended", async () => {
    const backtest = searched(HALVING, GRID);
    const id = await project.start(sampleDag({ backtests: [backtest] }));
    const summary = await summarizeRun(project.deps, id, 5);
    expect(summary.rankings.map(({ best }) => best)).toEqual([[]]);
  });

  it("ends in ordinary cells: bit for bit those of the whole grid", async () => {
    await project.worker();
    const backtest = searched(HALVING, GRID);
    const found = await cellsOf(await run(backtest), backtest);
    for (const { params, metrics } of found) {
      const alone = runBacktest({ strategy: smaCross, params, bars: [sampleBars()], settings });
      expect(metrics?.sharpe).toBe(alone.metrics.sharpe);
      expect(metrics?.total_return).toBe(alone.metrics.total_return);
    }
    const plain = sampleBacktest({ grid: GRID });
    const id = await run(plain);
    const [task] = await listTasks(project.deps.database, id);
    expect(task?.cellsCached).toBe(found.length);
  });

  it.each([
    ["halving", HALVING, GRID, 30],
    ["tpe", TPE, WIDE, 22],
  ] as const)("counts every cell that %s has looked at as a trial", async (_, search, grid, trials) => {
    await project.worker();
    const backtest = searched(search, grid);
    const id = await run(backtest);
    const { deps } = project;
    const task = (await listTasks(deps.database, id)).find(({ kind }) => kind === "backtest");
    const sweeps = createSweepCache({ ...deps, dags: createDagCache(deps.database) });
    const logs = { ofTask: () => deps.log };
    const judged = await judgeTask(task?.id ?? ("" as TaskId), backtest, { ...deps, sweeps, logs } as never);
    expect(judged?.trials.value).toBe(trials);
  });
});

describe("a search by batches", () => {
  it("tries cells that differ and that the filters keep, as many as it was asked for", async () => {
    await project.worker();
    const backtest = searched(TPE, WIDE);
    const id = await run(backtest);
    const cells = await cellsOf(id, backtest);
    expect(new Set(cells.map(({ params }) => JSON.stringify(params))).size).toBe(22);
    expect(cells.every(({ params }) => Number(params["fast"]) < Number(params["slow"]))).toBe(true);
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks.map(({ key, cellsTotal }) => `${key} ${cellsTotal}`)).toEqual([
      "backtest.search.1 8",
      "backtest.search.2 4",
      "backtest.search.3 4",
      "backtest.search.4 4",
      "backtest 22",
    ]);
  });

  it("uses up a grid that has hardly more cells than it tries", async () => {
    await project.worker();
    const small: GridSpec = {
      ...gridOf({ fast: [2, 3, 4], slow: [10, 20, 30] }),
      draw: { method: "sobol", n: 8, seed: 1 },
    };
    const backtest = searched({ ...TPE, startup: 4, batch: 2 }, small);
    const cells = await cellsOf(await run(backtest), backtest);
    expect(new Set(cells.map(({ params }) => JSON.stringify(params))).size).toBe(8);
  });
});

describe.each([
  ["halving", HALVING, GRID],
  ["tpe", TPE, WIDE],
] as const)("the choices of %s", (_, search, grid) => {
  it("are the same in another database, with other workers", async () => {
    await project.worker();
    const first = await chosenBy(await run(searched(search, grid)));
    await using other = await createTestProject();
    await other.worker({ slots: 1 });
    await other.worker({ slots: 3 });
    expect(await chosenBy(await run(searched(search, grid), other), other)).toEqual(first);
  });

  it("stay when they are made again, and are made the same when they were lost", async () => {
    await project.worker();
    const id = await run(searched(search, grid));
    const before = await chosenBy(id);
    const deps = { ...project.deps, dags: createDagCache(project.deps.database) };
    const tasks = await listTasks(deps.database, id);
    for (const task of tasks) await chooseRound(task.id, deps);
    expect(await chosenBy(id)).toEqual(before);
    await deps.database.query("delete from chosen_cells where task_id = $1", [tasks.at(-1)?.id]);
    for (const task of tasks) await chooseRound(task.id, deps);
    expect(await chosenBy(id)).toEqual(before);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fanovaShares } from "../../../src/analytics/search/fanova.ts";
import { runJson } from "../../../src/contract/json/run-json.ts";
import type { SearchSpec } from "../../../src/core/spec/search/search-spec.ts";
import type { BacktestSpec, GridSpec } from "../../../src/factory/dag-spec.ts";
import { summarizeRun } from "../../../src/runs/query/run-summary.ts";
import { listCells } from "../../../src/store/sweep/read-cells.ts";
import { listSweepViews } from "../../../src/runs/query/cell-view.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const SOBOL: GridSpec = {
  ...gridOf({ fast: upFrom(2, 12), slow: upFrom(15, 30) }),
  draw: { method: "sobol", n: 24, seed: 3 },
};

/** What programs read of the search, and its cells in the order in which they were found. */
async function searched(search: SearchSpec | null, grid: GridSpec) {
  const backtest: BacktestSpec = sampleBacktest({ grid, ...(search !== null && { search }) });
  const spec = sampleDag({ backtests: [backtest] });
  const id = await project.start(spec);
  expect((await project.ended(id)).state).toBe("succeeded");
  const [view] = await listSweepViews(project.deps.database, { id, spec });
  if (view === undefined) throw new Error("There is no view");
  const rows = await listCells(project.deps.database, { taskId: view.taskId, order: { by: "cell" }, limit: 1000 });
  const cells = rows.map(({ cell, result }) => ({
    params: view.grid.cellAt(cell),
    sharpe: result?.metrics["sharpe"] ?? Number.NaN,
  }));
  const [ranking] = runJson(await summarizeRun(project.deps, id, 5)).rankings;
  return { search: ranking?.search ?? null, cells };
}

/** Every trial that beats those before it. */
function slowly(scores: readonly number[]) {
  return scores.flatMap((score, at) =>
    scores.slice(0, at).every((before) => before < score) ? [{ trial: at + 1, score }] : [],
  );
}

describe("what is said of a search", () => {
  it("of cells that are drawn: the best so far, and what the objective depends on", async () => {
    await project.worker();
    const { search, cells } = await searched(null, SOBOL);
    expect(search).toMatchObject({ method: "sobol", objective: "sharpe", trials: 24, rounds: [], combinations: 360 });
    expect(search?.convergence).toEqual(slowly(cells.map(({ sharpe }) => sharpe)));
    const unitOf = (name: string) => {
      const values = cells.map(({ params }) => Number(params[name]));
      const [low, high] = [Math.min(...values), Math.max(...values)];
      return Float64Array.from(values, (value) => (value - low) / (high - low));
    };
    const columns = [unitOf("fast"), unitOf("slow")];
    const shares = fanovaShares({ columns, scores: Float64Array.from(cells, ({ sharpe }) => sharpe) });
    expect(search?.importance).toMatchObject({ method: "fanova", cells: 24 });
    expect(search?.importance.shares).toEqual([
      { param: "fast", share: shares?.[0] },
      { param: "slow", share: shares?.[1] },
    ]);
    expect(search?.importance.together).toBeCloseTo(1 - (shares?.[0] ?? 0) - (shares?.[1] ?? 0), 12);
  });

  it("of a halving: its rungs, with what each has left behind and its best", async () => {
    await project.worker();
    const grid = gridOf({ fast: upFrom(2, 6), slow: [10, 15, 20, 25, 30] });
    const halving = { method: "successive_halving", eta: 2, minCells: 3, rungs: 2, objective: "sharpe" } as const;
    const { search, cells } = await searched(halving, grid);
    expect(search).toMatchObject({ method: "successive_halving", trials: 30, convergence: null });
    expect(search?.rounds).toMatchObject([
      { task: "backtest.search.1", cells: 30, share: 0.25, done: 30, failed: 0, rejected: 15 },
      { task: "backtest.search.2", cells: 15, share: 0.5, done: 15, failed: 0, rejected: 7 },
      { task: "backtest", cells: 8, share: 1, done: 8, failed: 0, rejected: null },
    ]);
    expect(search?.rounds.at(-1)?.best).toBe(Math.max(...cells.map(({ sharpe }) => sharpe)));
    expect(search?.importance.shares.map(({ share }) => share)).toEqual([null, null]);
  });

  it("of a TPE: its batches, and each cell as one trial", async () => {
    await project.worker();
    const tpe = { method: "tpe", startup: 8, batch: 8, seed: 3, objective: "sharpe" } as const;
    const { search, cells } = await searched(tpe, SOBOL);
    expect(search).toMatchObject({ method: "tpe", trials: 24 });
    expect(search?.rounds.map(({ task, cells: count }) => `${task} ${count}`)).toEqual([
      "backtest.search.1 8",
      "backtest.search.2 8",
      "backtest 24",
    ]);
    expect(search?.convergence).toEqual(slowly(cells.map(({ sharpe }) => sharpe)));
  });

  it("is nothing of a plain grid, and what is known before a worker comes", async () => {
    const grid = gridOf({ fast: [2, 3], slow: [10, 20] });
    for (const [draw, expected] of [
      [null, null],
      [SOBOL, { trials: 0, convergence: [] }],
    ] as const) {
      const id = await project.start(sampleDag({ backtests: [sampleBacktest({ grid: draw ?? grid })] }));
      const [ranking] = runJson(await summarizeRun(project.deps, id, 5)).rankings;
      if (expected === null) expect(ranking?.search).toBeNull();
      else expect(ranking?.search).toMatchObject(expected);
    }
  });
});

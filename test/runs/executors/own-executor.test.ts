import { afterEach, describe, expect, it } from "vitest";
import type { CellColumns } from "../../../src/executors/executor.ts";
import type { BacktestSpec } from "../../../src/factory/dag-spec.ts";
import { runCallback } from "../../../src/callbacks/run-callback.ts";
import { recomputeCell } from "../../../src/runs/query/recompute-cell.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { listCells } from "../../../src/store/sweep/read-cells.ts";
import { type NumberExecutor, numberExecutor } from "../../support/executors/number-executor.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
afterEach(() => project[Symbol.asyncDispose]());

const grid = gridOf({ fast: [2, 4, 40], slow: [10, 20] });

function numbers(changes: Partial<BacktestSpec> = {}): BacktestSpec {
  return sampleBacktest({ executor: "numbers", grid, ...changes });
}

async function swept(executor: NumberExecutor, backtest = numbers()) {
  project = await createTestProject([executor]);
  await project.worker();
  const id = await project.start(sampleDag({ backtests: [backtest] }));
  const run = await project.ended(id);
  const [task] = await listTasks(project.deps.database, id);
  if (task === undefined) throw new Error("The run has no task");
  const query = { taskId: task.id, order: { by: "cell" }, limit: null } as const;
  return { run, task, cells: await listCells(project.deps.database, query) };
}

describe("an executor that knows no bars", () => {
  it("computes a grid in ranges of its own size, with metrics of its own names", async () => {
    const executor = numberExecutor();
    const { run, cells } = await swept(executor);
    expect(run).toMatchObject({ state: "succeeded", cellsSucceeded: 6, snapshotIds: [] });
    expect(executor.ranges.every(({ length }) => length <= 2)).toBe(true);
    expect(executor.ranges.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(cells.map(({ result }) => result?.metrics)).toMatchObject([
      { score: 20, ratio: 0.2 },
      { score: 40, ratio: 0.1 },
      { score: 40, ratio: 0.4 },
      { score: 80, ratio: 0.2 },
      { score: 400 },
      { score: 800 },
    ]);
  });

  it("leaves no number undefined without a reason (I10)", async () => {
    const { cells } = await swept(numberExecutor());
    expect(cells[4]?.result?.metrics).toMatchObject({ ratio: null, sharpe: null });
    expect(cells[4]?.result?.reasons).toMatchObject({ ratio: "not_computed", sharpe: "not_computed" });
    expect(cells[0]?.result?.reasons).toMatchObject({ sharpe: "not_computed" });
    expect(cells[0]?.result?.reasons).not.toHaveProperty("ratio");
  });

  it("has cells that fail alone, and results that the next run takes over", async () => {
    const executor = numberExecutor();
    const backtest = numbers({ grid: gridOf({ fast: [2, 13], slow: [10] }) });
    const { run, cells } = await swept(executor, backtest);
    expect(run).toMatchObject({ state: "succeeded", cellsSucceeded: 1, cellsFailed: 1 });
    expect(cells[1]?.error).toEqual({ code: "EXECUTOR_FAILED", message: "13 is no number" });
    const again = await project.start(sampleDag({ backtests: [backtest] }));
    expect(await project.ended(again)).toMatchObject({ cellsCached: 1, cellsFailed: 1 });
  });

  it("shares no result with the engine, which goes on beside it", async () => {
    const executor = numberExecutor();
    project = await createTestProject([executor]);
    await project.worker();
    const backtests = [sampleBacktest({ name: "bars", grid }), numbers({ name: "numbers" })];
    const id = await project.start(sampleDag({ backtests }));
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsTotal: 12, cellsCached: 0 });
    const [bars, own] = await listTasks(project.deps.database, id);
    expect(bars?.judgement).not.toBeNull();
    expect(own).toMatchObject({ snapshotId: null, codeHash: "numbers 1", judgement: null });
    const complaints = await project.deps.database.query("select from log where message like '%could not be%'");
    expect(complaints.rowCount).toBe(0);
  });

  it("has no curves: whoever asks for them is told so, and the run ends", async () => {
    project = await createTestProject([numberExecutor()]);
    await project.worker({ runCallback: (spec, context) => runCallback(spec, context, { users: NO_USERS }) });
    const spec = sampleDag({
      backtests: [numbers()],
      after: [sampleCallback("rank"), sampleCallback("tearsheet")],
      alerts: [{ name: "low", when: "best.omega < 1", to: ["email"] }],
    });
    const id = await project.start(spec);
    const run = await project.ended(id);
    expect(run).toMatchObject({ state: "failed", reason: expect.stringContaining("has data of its own") });
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks.map(({ state, error }) => [state, error?.code])).toEqual([
      ["succeeded", undefined],
      ["succeeded", undefined],
      ["failed", "CALLBACK_FAILED"],
    ]);
    const asked = recomputeCell({ id, spec }, { backtest: null, cell: 0 }, project.deps);
    await expect(asked).rejects.toMatchObject({ code: "BARS_NOT_KNOWN" });
  });
});

const NO_USERS = { check: async () => [], run: () => Promise.reject(new Error("No user code")) };

describe("an executor that answers wrongly", () => {
  const shorter = (columns: CellColumns): CellColumns => ({
    ...columns,
    metrics: new Map([["score", { values: new Float64Array(), reasons: new Uint8Array() }]]),
  });
  const named = (name: string) => (columns: CellColumns) => ({
    ...columns,
    metrics: new Map([...columns.metrics.values()].map((column) => [name, column])),
  });
  it.each([
    ["fewer values than cells", shorter, /it gave 0 values and 0 reasons of score for [12] cells/],
    ["a name that is none", named("Sharpe Ratio"), /"Sharpe Ratio" is no name of a metric/],
    ["a name that is no own property", named("__proto__"), /"__proto__" is no name of a metric/],
    [
      "a failure of another cell",
      (columns: CellColumns): CellColumns => ({
        ...columns,
        failures: [{ index: 2, code: "EXECUTOR_FAILED", message: "" }],
      }),
      /it told of cell 2 of [12]/,
    ],
  ])("with %s fails its sweep with the reason", async (_what, change, reason) => {
    const { run, task } = await swept(numberExecutor(change));
    expect(run).toMatchObject({ state: "failed", cellsDone: 0 });
    expect(task.error).toMatchObject({ code: "EXECUTOR_FAILED", message: expect.stringMatching(reason) });
  });
});

describe("an executor that nobody has", () => {
  it("is said before anything is written", async () => {
    project = await createTestProject();
    const start = project.start(sampleDag({ backtests: [numbers({ executor: "engin" })] }));
    await expect(start).rejects.toMatchObject({
      code: "EXECUTOR_UNKNOWN",
      hint: 'Did you mean "engine"? It has: engine.',
    });
    expect((await project.deps.database.query("select from run")).rowCount).toBe(0);
  });

  it("fails the sweep where a worker meets it", async () => {
    project = await createTestProject([numberExecutor()]);
    const id = await project.start(sampleDag({ backtests: [numbers()] }));
    await project.worker({ executors: project.deps.executors.filter(({ kind }) => kind === "engine") });
    expect(await project.ended(id)).toMatchObject({ state: "failed" });
    expect((await listTasks(project.deps.database, id))[0]?.error?.code).toBe("EXECUTOR_UNKNOWN");
  });
});

import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellView } from "../../../src/callbacks/callback-context.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { SWEEP_METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../../../src/core/metrics/undefined-reason.ts";
import type { DagSpec } from "../../../src/factory/dag-spec.ts";
import { runResults } from "../../../src/runs/query/run-results.ts";
import { previewRun } from "../../../src/runs/start/preview-run.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { listCells } from "../../../src/store/sweep/read-cells.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { sampleBars } from "../../support/sample-bars.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
/** Cells that the executor was asked for, as JSON. */
let asked: string[] = [];
/** May throw, to fail a range as a whole. */
let sabotage: () => void = () => undefined;

const executor = inlineExecutor(builtinStrategy, (cells) => {
  sabotage();
  asked.push(...cells);
});

beforeAll(async () => {
  project = await createTestProject();
  await project.worker({ executor });
});
afterAll(() => project[Symbol.asyncDispose]());

async function runAndCount(spec: DagSpec) {
  asked = [];
  const run = await project.ended(await project.start(spec));
  return { run, computed: asked.length };
}

async function cellsOf(id: RunId, spec: DagSpec): Promise<readonly CellView[]> {
  const request = { backtest: null, sort: "cell", isReversed: false, limit: null };
  const { pages } = await runResults(project.deps, { id, spec }, request);
  const cells: CellView[] = [];
  for await (const page of pages) cells.push(...page);
  return cells;
}

function dagOver(id: string, axes: Readonly<Record<string, readonly number[]>>, changes = {}): DagSpec {
  return sampleDag({ id, backtests: [sampleBacktest({ grid: gridOf(axes), ...changes })] });
}

describe("a sweep", () => {
  it("computes every cell once, whatever the ranges", async () => {
    const { run, computed } = await runAndCount(dagOver("all", { fast: upFrom(2, 15), slow: upFrom(31, 15) }));
    expect(run).toMatchObject({ state: "succeeded", cellsSucceeded: 225, cellsCached: 0 });
    expect([computed, new Set(asked).size]).toEqual([225, 225]);
  });

  it("computes only the new cells of a wider grid, and the preview says so before", async () => {
    await runAndCount(dagOver("narrow", { fast: [3, 4], slow: [50, 60] }));
    const wider = dagOver("wider", { fast: [3, 4], slow: [50, 55, 60] });
    const dag = { file: "/dags/wider.yaml", text: "", spec: wider };
    const logicalDate = new Date("2026-02-10T00:00:00Z");
    const preview = await previewRun(
      { dag, logicalDate, trigger: "manual", tickAt: null, overrides: {} },
      project.deps,
    );
    expect(preview.backtests).toMatchObject([{ name: "backtest", cells: 6, cached: 4 }]);

    const { run, computed } = await runAndCount(wider);
    expect(run).toMatchObject({ cellsCached: 4, cellsSucceeded: 2, cellsDone: 6 });
    expect(computed).toBe(2);
    const cells = await cellsOf(run.id, wider);
    expect(cells.map((cell) => [cell.params["slow"], cell.state])).toEqual([
      [50, "cached"],
      [55, "succeeded"],
      [60, "cached"],
      [50, "cached"],
      [55, "succeeded"],
      [60, "cached"],
    ]);
  });

  it("computes everything again when the backtest is volatile", async () => {
    const spec = dagOver("volatile", { fast: [3], slow: [70] }, { volatile: true });
    await runAndCount(spec);
    expect((await runAndCount(spec)).computed).toBe(1);
  });

  it("shares no results between different costs", async () => {
    const cheap = dagOver("cheap", { fast: [3], slow: [75] });
    await runAndCount(cheap);
    const [backtest] = cheap.backtests;
    const settings = sampleBacktest().settings;
    const dear = { ...settings, costs: { ...settings.costs, commissionBps: 10 } };
    const { computed } = await runAndCount(
      sampleDag({ id: "dear", backtests: [{ ...sampleBacktest(), ...backtest, settings: dear }] }),
    );
    expect(computed).toBe(1);
  });

  it("fails cells alone, with their parameters and the reason", async () => {
    const spec = dagOver("some_fail", { fast: [0, 5], slow: [80] });
    const { run } = await runAndCount(spec);
    expect(run).toMatchObject({ state: "succeeded", cellsSucceeded: 1, cellsFailed: 1, cellsDone: 2 });
    const [failed] = await cellsOf(run.id, spec);
    expect(failed).toMatchObject({ cell: 0, state: "failed", metrics: null, params: { fast: 0, slow: 80 } });
    expect(failed?.error).toContain("fast");
  });

  it("fails when all of its cells failed, and does not count that as a try", async () => {
    const spec = { ...dagOver("all_fail", { fast: [0], slow: [80, 81] }), retry: { limit: 3, backoffMs: 1 } };
    const { run, computed } = await runAndCount(spec);
    expect(run).toMatchObject({ state: "failed", cellsFailed: 2 });
    expect(run.reason).toMatch(/^backtest: All 2 cells failed; the first: .*fast/);
    expect(computed).toBe(2);
  });

  it("tries a range that could not be computed again, within the retry limit", async () => {
    let failures = 2;
    sabotage = () => {
      if (failures-- > 0) throw new Error("no power");
    };
    const spec = { ...dagOver("retried", { fast: [3], slow: [90] }), retry: { limit: 2, backoffMs: 1 } };
    expect((await runAndCount(spec)).run).toMatchObject({ state: "succeeded", cellsSucceeded: 1 });
  });

  it("fails with the last reason when the retries are used up", async () => {
    sabotage = () => {
      throw new Error("no power at all");
    };
    const spec = { ...dagOver("given_up", { fast: [3], slow: [91] }), retry: { limit: 1, backoffMs: 1 } };
    const { run } = await runAndCount(spec);
    sabotage = () => undefined;
    expect(run).toMatchObject({ state: "failed", reason: "backtest: no power at all" });
    const [task] = await listTasks(project.deps.database, run.id);
    expect(task).toMatchObject({ state: "failed", attempts: 2, error: { code: "EXECUTOR_FAILED" } });
  });

  it("stores what the engine computes, metric by metric, with the reasons of those that are undefined", async () => {
    const spec = dagOver("stored", { fast: [3, 200], slow: [299] });
    const { run } = await runAndCount(spec);
    const [task] = await listTasks(project.deps.database, run.id);
    const order = { by: "cell" } as const;
    const rows = await listCells(project.deps.database, { taskId: task?.id as never, order, limit: null });
    const settings = { ...sampleBacktest().settings, barsPerYear: 252 };
    const grid = openGrid(spec.backtests[0]?.grid ?? sampleBacktest().grid, {});
    const cells = rows.map((row) => grid.cellAt(row.cell));
    const expected = sweepCells({ strategy: builtinStrategy("sma_cross"), bars: [sampleBars()], settings, cells });
    for (const [index, row] of rows.entries()) {
      for (const id of SWEEP_METRIC_IDS) {
        const value = expected.metrics[id][index] ?? Number.NaN;
        expect(row.result?.metrics[id]).toBe(Number.isNaN(value) ? null : value);
        expect(row.result?.reasons[id]).toBe(UNDEFINED_REASONS[(expected.reasons[id][index] ?? 0) - 1]);
      }
    }
    expect(Object.keys(rows[1]?.result?.reasons ?? {})).toContain("win_rate");
  });

  it("keeps an undefined metric as null with its reason (I10)", async () => {
    const spec = dagOver("no_trades", { fast: [200], slow: [299] });
    const { run } = await runAndCount(spec);
    const [cell] = await cellsOf(run.id, spec);
    expect(cell?.metrics?.total_trades).toBe(0);
    expect(cell?.metrics?.win_rate).toBeNull();
    for (const { metrics, reasons } of await cellsOf(run.id, spec)) {
      const undefinedOnes = Object.entries(metrics ?? {}).filter(([, value]) => value === null);
      expect(undefinedOnes.map(([id]) => id).sort()).toEqual(Object.keys(reasons).sort());
    }
  });

  it("gives the same bits with another number of workers (I6)", async () => {
    const axes = { fast: upFrom(2, 8), slow: upFrom(100, 8) };
    const one = await runAndCount(dagOver("one_worker", axes, { volatile: true }));
    await project.worker({ executor });
    const two = await runAndCount(dagOver("two_workers", axes, { volatile: true }));
    const spec = dagOver("", axes);
    const [first, second] = [await cellsOf(one.run.id, spec), await cellsOf(two.run.id, spec)];
    expect(first.length).toBe(64);
    expect(second.map((cell) => cell.metrics)).toEqual(first.map((cell) => cell.metrics));
  });
});

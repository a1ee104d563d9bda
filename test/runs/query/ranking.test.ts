import { rankingEnd } from "../../../src/core/metrics/metric-set.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellView } from "../../../src/callbacks/callback-context.ts";
import type { TaskId } from "../../../src/core/names/ids.ts";
import {
  COMPUTED_METRIC_IDS,
  FACTOR_METRICS,
  METRIC_IDS,
  metricInfo,
} from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import type { BacktestSpec, DagSpec } from "../../../src/factory/dag-spec.ts";
import { type ResultsRequest, runResults } from "../../../src/runs/query/run-results.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import type { CallbackContext } from "../../../src/callbacks/callback-context.ts";
import type { TearsheetInput } from "../../../src/report/tearsheet-input.ts";
import { sampleBars } from "../../support/sample-bars.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { undefineMetric } from "../../support/undefine-metric.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
let sheet: TearsheetInput | null = null;
beforeAll(async () => {
  project = await createTestProject();
  await project.worker({
    runCallback: async (_, { services, results }: CallbackContext) => {
      await services.renderTearsheet();
      best = await results.best(3);
    },
    renderTearsheet: (input) => {
      sheet = input;
      return "<!doctype html>";
    },
  });
});
afterAll(() => project[Symbol.asyncDispose]());
let best: readonly CellView[] = [];

/** Of these, 3/30 and 5/30 never lose a trade, 290 never trades, and 60 only loses. */
const GRID = gridOf({ fast: [3, 5, 8], slow: [20, 30, 60, 290] });

function dag(changes: Partial<BacktestSpec> = {}, more: Partial<DagSpec> = {}): DagSpec {
  const { objective = "sharpe", minTrades = 1 } = changes;
  const id = `ranking_${objective}_${minTrades}_${Object.keys(more).join("_")}`;
  return sampleDag({ id, backtests: [sampleBacktest({ grid: GRID, minTrades, ...changes })], ...more });
}

async function ranked(spec: DagSpec, sort: string | null = null, more: Partial<ResultsRequest> = {}) {
  const id = await project.start(spec);
  await project.ended(id);
  const results = await runResults(
    project.deps,
    { id, spec },
    { backtest: null, sort, isReversed: false, limit: null, ...more },
  );
  const cells: CellView[] = [];
  for await (const page of results.pages) cells.push(...page);
  return { id, cells, rarelyTraded: results.rarelyTraded };
}

const named = (cells: readonly CellView[]): readonly string[] =>
  cells.map(({ params }) => `${params["fast"]}/${params["slow"]}`);

describe("FAULTS 5.1: undefined because nothing was lost is above every number, no trades below", () => {
  it("in the ranking, the best, the judgement and the tearsheet", async () => {
    const { id, cells } = await ranked(dag({ objective: "profit_factor" }, { after: [sampleCallback("look")] }));
    expect(named(cells.slice(0, 4))).toEqual(["3/30", "5/30", "3/20", "5/20"]);
    expect(cells[0]?.reasons).toMatchObject({ profit_factor: "no_losing_trades" });
    expect(named(cells.slice(-3))).toEqual(["3/290", "5/290", "8/290"]);
    expect(named(best)).toEqual(["3/30", "5/30", "3/20"]);
    expect(sheet?.ranked[0]?.params).toMatchObject({ fast: 3, slow: 30 });
    expect(sheet?.best?.params).toMatchObject({ fast: 3, slow: 30 });
    const [task] = await listTasks(project.deps.database, id);
    expect(task?.judgement?.plateau_score.value).toBeGreaterThan(0);
    expect(JSON.stringify(task?.judgement)).not.toContain('null,"reason":null');
  });

  it("also where cells without trades may compete, and turned around", async () => {
    const { cells } = await ranked(dag({ objective: "profit_factor", minTrades: 0 }));
    expect(named(cells.slice(0, 2))).toEqual(["3/30", "5/30"]);
    expect(named(cells.slice(-3))).toEqual(["3/290", "5/290", "8/290"]);
    const { cells: turned } = await ranked(dag(), "profit_factor", { isReversed: true });
    expect(named(turned.slice(0, 3))).toEqual(["3/60", "5/60", "8/60"]);
    expect(named(turned.slice(-5, -3))).toEqual(["3/30", "5/30"]);
    expect(named(turned.slice(-3))).toEqual(["3/290", "5/290", "8/290"]);
  });

  it("in a metric whose lower end is better, above is the lower end", async () => {
    const spec = dag({ objective: "cost_drag_bps" });
    const { id } = await ranked(spec);
    const [task] = await listTasks(project.deps.database, id);
    await undefineMetric(project.deps.database, task?.id ?? ("" as TaskId), {
      cell: 5,
      metric: "cost_drag_bps",
      reason: "no_losing_trades",
    });
    const { pages } = await runResults(
      project.deps,
      { id, spec },
      { backtest: null, sort: null, isReversed: false, limit: 1 },
    );
    for await (const page of pages) expect(page[0]?.cell).toBe(5);
    expect(rankingEnd(metricInfo("cost_drag_bps"))).toBe("lower");
  });

  it("in alerts: a lossless ratio is beyond every limit, one without trades cannot be decided", async () => {
    const alerts = [
      { name: "high", when: "best.profit_factor > 100.0", to: ["slack"] },
      { name: "low", when: "best.profit_factor < 1.0", to: ["slack"] },
    ] as const;
    const { id } = await ranked(dag({ objective: "profit_factor" }, { alerts }));
    expect(await alertsOf(id)).toEqual([{ rule: "high", kind: "fired" }]);
    const idle = dag({ objective: "profit_factor", grid: gridOf({ slow: [290] }) }, { alerts, description: "idle" });
    expect(await alertsOf((await ranked(idle)).id)).toEqual([
      { rule: "high", kind: "undecided" },
      { rule: "low", kind: "undecided" },
    ]);
  });
});

async function alertsOf(id: string) {
  const { rows } = await project.deps.database.query("select rule, kind from alert where run_id = $1 order by rule", [
    id,
  ]);
  return rows;
}

describe("FAULTS 5.2: nothing beats not trading, but min_trades does", () => {
  it("a cell that never traded ranks behind those that did, and is counted", async () => {
    const { cells, rarelyTraded } = await ranked(dag({ objective: "max_drawdown" }));
    expect(named(cells)).toEqual("3/20 3/30 5/20 5/30 8/20 8/30 3/60 5/60 8/60 3/290 5/290 8/290".split(" "));
    expect(rarelyTraded).toEqual({ cells: 3, minTrades: 1, total: 12 });
  });

  it("min_trades: 6 wants six trades, min_trades: 0 wants none, and both rank each part by the objective", async () => {
    const six = await ranked(dag({ objective: "max_drawdown", minTrades: 6 }));
    expect(named(six.cells.slice(0, 6))).toEqual(["3/20", "5/20", "8/20", "3/290", "5/290", "8/290"]);
    expect(six.rarelyTraded).toEqual({ cells: 9, minTrades: 6, total: 12 });
    const none = await ranked(dag({ objective: "max_drawdown", minTrades: 0 }));
    expect(named(none.cells.slice(0, 3))).toEqual(["3/290", "5/290", "8/290"]);
    expect(none.rarelyTraded).toEqual({ cells: 0, minTrades: 0, total: 12 });
  });

  it("holds for any metric that is sorted by, stored or not; not for those that are neither good nor bad", async () => {
    for (const metric of ["max_drawdown", "total_fees", "time_under_water", "downside_risk"]) {
      expect(named((await ranked(dag(), metric)).cells.slice(-3)), metric).toEqual(["3/290", "5/290", "8/290"]);
    }
    const { cells } = await ranked(dag(), "total_trades", { isReversed: true });
    expect(named(cells.slice(0, 3))).toEqual(["3/290", "5/290", "8/290"]);
  });

  it("a version stored before there was such a key ranks as it did", async () => {
    const { minTrades: _, ...old } = dag({ objective: "max_drawdown" }).backtests[0] ?? sampleBacktest();
    const { cells } = await ranked(sampleDag({ id: "old", backtests: [old] }));
    expect(named(cells.slice(0, 3))).toEqual(["3/290", "5/290", "8/290"]);
  });
});

describe("FAULTS 5.3: refused entries are counted with the cell", () => {
  it("by reason, and kept with the result", async () => {
    const settings = { ...sampleBacktest().settings, initialCapital: 50 };
    const whole = { ...settings, execution: { ...settings.execution, lotSize: 1 } };
    const { cells } = await ranked(dag({ settings: whole, objective: "sharpe" }, { description: "poor" }), "cell");
    expect(cells.map(({ refused }) => refused)).toEqual([
      { no_cash: 6 },
      { no_cash: 5 },
      { no_cash: 4 },
      null,
      { no_cash: 6 },
      { no_cash: 5 },
      { no_cash: 4 },
      null,
      { no_cash: 6 },
      { no_cash: 5 },
      { no_cash: 4 },
      null,
    ]);
    expect(cells[0]?.metrics?.total_trades).toBe(0);
    expect(cells[0]?.reasons["profit_factor"]).toBe("no_trades");
  });
});

describe("FAULTS 5.4: a stored version whose stops were fractions", () => {
  it("is refused with the way out, not read as percent", async () => {
    const { minTrades: _, ...old } = sampleBacktest({ params: { fast: 3, slow: 20, stop_loss_pct: 0.05 } });
    const spec = sampleDag({ id: "old_stops", backtests: [old] });
    await expect(project.start(spec)).rejects.toMatchObject({
      code: "PARAM_INVALID",
      hint: expect.stringContaining("5 is 5 %"),
    });
    const axis = sampleBacktest({ grid: gridOf({ trailing_stop_pct: [0.05] }) });
    await expect(project.start(sampleDag({ id: "old_axis", backtests: [axis] }))).rejects.toMatchObject({
      code: "PARAM_INVALID",
    });
    const now = sampleDag({ id: "new_stops", backtests: [{ ...old, minTrades: 1 }] });
    expect((await project.ended(await project.start(now))).state).toBe("succeeded");
  });
});

const OWN = COMPUTED_METRIC_IDS.filter((id) => !FACTOR_METRICS.some((metric) => metric.id === id));

describe("FAULTS 5.5: every metric of metrics.md", () => {
  it.each(METRIC_IDS)("%s is an objective, with the cells in the order of its values", async (objective) => {
    const { cells } = await ranked(dag({ objective, minTrades: 0 }));
    expect(cells).toHaveLength(12);
    const values = cells.map(({ metrics }) => metrics?.[objective] ?? null).filter((value) => value !== null);
    if (!FACTOR_METRICS.some(({ id }) => id === objective)) expect(values.length).toBeGreaterThan(0);
    const sign = rankingEnd(metricInfo(objective)) === "higher" ? -1 : 1;
    expect(values).toEqual(values.toSorted((a, b) => sign * (a - b)));
  });

  it.each(OWN)("%s as objective, column and sort is one number, that of the whole report", async (metric) => {
    const asObjective = await ranked(dag({ objective: metric, minTrades: 0 }));
    const asColumn = await ranked(dag({ minTrades: 0 }), "cell", { columns: [metric] });
    const asSort = await ranked(dag({ minTrades: 0 }), metric);
    const byCell = (cells: readonly CellView[]) =>
      cells
        .toSorted((a, b) => a.cell - b.cell)
        .map(({ metrics, reasons }) => metrics?.[metric] ?? reasons[metric] ?? "missing");
    expect(byCell(asColumn.cells)).toEqual(byCell(asObjective.cells));
    expect(byCell(asSort.cells)).toEqual(byCell(asObjective.cells));
    expect(named(asSort.cells)).toEqual(named(asObjective.cells));
    expect(byCell(asColumn.cells)).not.toContain("missing");
  });

  it("are conditions of alerts, computed for the best cell when a rule reads them", async () => {
    const alerts = OWN.map((id) => ({
      name: id,
      when: `best.${id} > -1e300 || best["${id}"] < -1e300`,
      to: ["slack"] as const,
    }));
    const { id } = await ranked(dag({}, { alerts }));
    expect(await alertsOf(id)).toEqual(
      alerts.map(({ name }) => ({ rule: name, kind: "fired" })).toSorted((a, b) => (a.rule < b.rule ? -1 : 1)),
    );
  });

  it("an objective that is not stored makes results of their own, which the next run finds again", async () => {
    const omega = dag({ objective: "omega" }, { description: "once" });
    await ranked(omega);
    const { id, cells } = await ranked({ ...omega, id: "twice" });
    const run = await project.ended(id);
    expect(run.cellsCached).toBe(12);
    const params = cells[0]?.params ?? {};
    const { settings } = sampleBacktest();
    const alone = runBacktest({
      strategy: builtinStrategy("sma_cross"),
      bars: [sampleBars()],
      settings: { ...settings, barsPerYear: 252 },
      params,
    });
    expect(cells[0]?.metrics?.total_return).toBe(alone.metrics.total_return);
  });
});

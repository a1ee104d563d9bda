import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import { judgeSweep } from "../../../src/analytics/overfitting/judge-sweep.ts";
import { probabilisticSharpe, sharpeTrackOf } from "../../../src/analytics/overfitting/probabilistic-sharpe.ts";
import { rankCells } from "../../../src/analytics/ranking/rank-cells.ts";
import type { CallbackContext } from "../../../src/callbacks/callback-context.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import { returnsOf } from "../../../src/engine/metrics/series/returns.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION, PROFILES } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { openGrid } from "../../../src/factory/grid/open-grid.ts";
import type { TearsheetInput } from "../../../src/report/tearsheet-input.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { trialLedgerOf, trialRoom } from "../../../src/runs/judge/trial-ledger.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { listTasks, type TaskRow } from "../../../src/store/run/tasks.ts";
import { createGate, type Gate } from "../../support/gate.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { sampleBars } from "../../support/sample-bars.ts";
import { gridOf, SAMPLE_DATA, sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
/** What the callbacks of a test do, by name. */
let onCallback: (context: CallbackContext) => unknown = () => null;
/** Where computations of a test wait. */
let gate: Gate | null = null;
const sheets: TearsheetInput[] = [];

beforeAll(async () => {
  project = await createTestProject();
  await project.worker({
    executor: inlineExecutor(
      (name) => {
        if (name === "trend_v1") throw new Error("cannot be computed");
        return smaCross;
      },
      (_cells, signal) => gate?.pass(signal),
    ),
    runCallback: async (_callback, context) => onCallback(context),
    renderTearsheet: (input) => {
      sheets.push(input);
      return "<!doctype html>";
    },
  });
});
afterAll(() => project[Symbol.asyncDispose]());

async function sweepOf(id: RunId): Promise<TaskRow | undefined> {
  return (await listTasks(project.deps.database, id)).find((task) => task.kind === "backtest");
}

/** A dataset of its own: its ledger begins empty. */
function onDataset(dataset: string, grid: Readonly<Record<string, readonly number[]>>) {
  const backtest = sampleBacktest({ data: { ...SAMPLE_DATA, dataset }, grid: gridOf(grid) });
  return sampleDag({ id: dataset, backtests: [backtest] });
}

function ledgerIn(folder: string) {
  return trialLedgerOf({
    data: { ...SAMPLE_DATA, dataset: null, csv: `${folder}/prices.csv` },
    strategy: { kind: "module", path: `${folder}/mine.ts`, exportName: "default" },
  });
}

async function trialsAfter(spec: ReturnType<typeof sampleDag>): Promise<number | null | undefined> {
  const id = await project.start(spec);
  await project.ended(id);
  return (await sweepOf(id))?.judgement?.trials.value;
}

describe("the judgement of a sweep", () => {
  const spec = onDataset("judged", { fast: [8, 3, 5], slow: [20, 40, 30] });

  it("is what the pure functions say of the whole curves of all cells", async () => {
    const id = await project.start(spec);
    await project.ended(id);
    const [backtest = sampleBacktest()] = spec.backtests;
    const settings = { ...backtest.settings, barsPerYear: 252 };
    const bars = sampleBars();
    const cells = [...openGrid(backtest.grid, backtest.params).cells(0, 9)];
    const results = cells.map((params) => runBacktest({ strategy: smaCross, bars: [bars], settings, params }));
    const sharpe = Float64Array.from(results, ({ metrics }) => metrics.sharpe ?? Number.NaN);
    const [best = 0] = rankCells(sharpe, "higher", 1);
    const expected = judgeSweep({
      sharpe,
      best,
      skew: results[best]?.metrics.skew ?? null,
      kurtosis: results[best]?.metrics.kurtosis ?? null,
      bars: bars.close.length,
      barsPerYear: 252,
      trials: 9,
      blockSums: blockSumsOf(
        results.map(({ equity }) => returnsOf(equity, settings.initialCapital)),
        16,
      ),
      plateau: {
        cell: best,
        values: sharpe,
        better: "higher",
        positions: [
          Int32Array.from(cells, ({ fast }) => [3, 5, 8].indexOf(Number(fast))),
          Int32Array.from(cells, ({ slow }) => [20, 30, 40].indexOf(Number(slow))),
        ],
        ordered: [true, true],
      },
    });
    const judged = (await sweepOf(id))?.judgement;
    expect(Object.keys(judged ?? {})).toHaveLength(9);
    for (const [name, { value }] of Object.entries(expected)) {
      expect(value, name).not.toBeNull();
      expect(judged?.[name as keyof typeof expected].value, name).toBeCloseTo(value ?? 0, 12);
    }
  });

  it("takes arithmetic ratios above the risk-free rate, also with a profile whose own are geometric", async () => {
    const { settings: plain, ...block } =
      onDataset("geometric", { fast: [3, 5], slow: [20, 40] }).backtests[0] ?? sampleBacktest();
    const settings = {
      ...plain,
      execution: PROFILE_EXECUTION["backtesting.py"],
      riskFreeRate: 0.03,
      barsPerYear: 252,
    };
    const id = await project.start(sampleDag({ id: "geometric", backtests: [{ ...block, settings }] }));
    await project.ended(id);
    const bars = sampleBars();
    const results = [...openGrid(block.grid, block.params).cells(0, 4)].map((params) =>
      runBacktest({ strategy: smaCross, bars: [bars], settings, params }),
    );
    const [best = 0] = rankCells(
      Float64Array.from(results, ({ metrics }) => metrics.sharpe ?? Number.NaN),
      "higher",
      1,
    );
    const above = returnsOf(results[best]?.equity ?? new Float64Array(), 10_000).map(
      (r) => r - (1.03 ** (1 / 252) - 1),
    );
    const track = sharpeTrackOf(above);
    const judged = (await sweepOf(id))?.judgement;
    expect(judged?.psr.value).toBeCloseTo((track && probabilisticSharpe(track).value) ?? Number.NaN, 10);
    // Its own ratio would have said something else.
    const own = (results[best]?.metrics.sharpe ?? 0) / Math.sqrt(252);
    expect(Math.abs(own - (track?.sharpe ?? 0))).toBeGreaterThan(1e-3);
  });

  it("is the same when every cell comes from the cache", async () => {
    const first = await project.start(spec);
    await project.ended(first);
    const second = await project.start({ ...spec, id: "judged_again" });
    expect(await project.ended(second)).toMatchObject({ cellsCached: 9 });
    expect((await sweepOf(second))?.judgement).toEqual((await sweepOf(first))?.judgement);
  });

  it("is there for callbacks, for the tearsheet and for alert rules", async () => {
    const seen: unknown[] = [];
    onCallback = async ({ results, services }) => {
      seen.push(await results.statistics());
      await services.renderTearsheet();
    };
    const alerts = [
      { name: "overfit", when: "sweep.pbo >= 0.0", to: ["slack"] },
      { name: "lucky", when: "best.dsr > 1.0", to: ["slack"] },
    ] as const;
    const id = await project.start({ ...spec, id: "told", after: [sampleCallback("tell")], alerts });
    await project.ended(id);
    onCallback = () => null;
    const judgement = (await sweepOf(id))?.judgement;
    expect(judgement?.pbo.value).not.toBeNull();
    expect(seen).toEqual([judgement]);
    expect(sheets.at(-1)?.judgement).toEqual(judgement);
    expect((await listAlerts(project.deps.database, id)).map(({ rule, kind }) => [rule, kind])).toEqual([
      ["overfit", "fired"],
    ]);
  });

  it("is none before the backtest has ended, and of a backtest that failed; rules on it are then undecided", async () => {
    const seen: unknown[] = [];
    onCallback = async ({ results }) => seen.push(await results.statistics());
    const backtest = sampleBacktest({ strategy: { kind: "builtin", name: "trend_v1" }, params: {}, grid: gridOf({}) });
    const alerts = [{ name: "overfit", when: "sweep.pbo > 0.5", to: ["slack"] }] as const;
    const before = [sampleCallback("look")];
    const id = await project.start(sampleDag({ id: "failing", backtests: [backtest], before, alerts }));
    expect(await project.ended(id)).toMatchObject({ state: "failed" });
    onCallback = () => null;
    expect(seen).toEqual([null]);
    expect((await sweepOf(id))?.judgement).toBeNull();
    const [alert] = await listAlerts(project.deps.database, id);
    expect(alert).toMatchObject({ kind: "undecided" });
    expect(JSON.stringify(alert?.message)).toContain("no cell succeeded");
  });
});

describe("the ledger of trials", () => {
  it("counts every parameter set ever tried on a dataset with a strategy once, whatever run it was in", async () => {
    expect(await trialsAfter(onDataset("ledger", { fast: [3, 5], slow: [20, 30] }))).toBe(4);
    expect(await trialsAfter(onDataset("ledger", { fast: [3, 5], slow: [20, 30] }))).toBe(4);
    expect(await trialsAfter(onDataset("ledger", { fast: [5, 8], slow: [20, 30] }))).toBe(6);
    expect(await trialsAfter(onDataset("another", { fast: [5, 8], slow: [20, 30] }))).toBe(4);
  });

  it("counts the same parameters on other symbols anew, and in another period not", async () => {
    const spec = onDataset("changing", { fast: [3, 5] });
    const [backtest = sampleBacktest()] = spec.backtests;
    const changed = (changes: Partial<typeof backtest>) => ({ ...spec, backtests: [{ ...backtest, ...changes }] });
    expect(await trialsAfter(spec)).toBe(2);
    expect(await trialsAfter(changed({ window: { ...backtest.window, endDate: "2020-01-01" } }))).toBe(2);
    expect(await trialsAfter(changed({ data: { ...SAMPLE_DATA, dataset: "changing", symbols: ["TEST"] } }))).toBe(4);
  });

  it("FAULTS 11.3: counts what changes the returns: six runs of 2 × 2 cells, by side and commission, are 24 trials", async () => {
    const spec = onDataset("varied", { fast: [3, 5], slow: [20, 30] });
    const [backtest = sampleBacktest()] = spec.backtests;
    const trials: unknown[] = [];
    const varied = [
      ["long", 0],
      ["short", 0],
      ["both", 0],
      ["long", 5],
      ["long", 10],
      ["both", 10],
    ] as const;
    for (const [direction, commissionBps] of varied) {
      const { costs, execution } = backtest.settings;
      const settings = {
        ...backtest.settings,
        costs: { ...costs, commissionBps },
        execution: { ...execution, direction },
      };
      trials.push(await trialsAfter({ ...spec, backtests: [{ ...backtest, settings }] }));
    }
    expect(trials).toEqual([4, 8, 12, 16, 20, 24]);
    expect(await trialsAfter(spec)).toBe(24);
  });

  it("FAULTS 11.3: what is said anew but changes no return is the same trial", () => {
    const backtest = sampleBacktest();
    const { settings, params } = backtest;
    const roomOf = (changes: Partial<typeof settings>, more: Partial<typeof backtest> = {}) =>
      trialRoom({ ...backtest, ...more, settings: { ...settings, ...changes } }, "code");
    const usual = roomOf({});
    const whole = { execution: { ...settings.execution, lotSize: 1 } };
    const luck = { costs: { ...settings.costs, fillProbability: 0.9 } };
    expect(roomOf({ initialCapital: 5 })).toBe(usual);
    expect(roomOf({ seed: 7 })).toBe(usual);
    expect(roomOf({ riskFreeRate: 0.03 })).toBe(usual);
    expect(roomOf({ execution: { ...settings.execution, intrabar: "pessimistic", leverage: 1 } })).toBe(usual);
    expect(roomOf(whole)).not.toBe(usual);
    expect(roomOf({ ...whole, initialCapital: 5 })).not.toBe(roomOf(whole));
    expect(roomOf({ ...luck, seed: 7 })).not.toBe(roomOf(luck));
    expect(roomOf({ initialCapital: 5 }, { params: { ...params, order_cash: 100 } })).not.toBe(usual);
    expect(roomOf({ execution: { ...settings.execution, intrabar: "optimistic" } })).not.toBe(usual);
    expect(roomOf({}, { data: { ...SAMPLE_DATA, adjusted: true } })).not.toBe(usual);
    for (const profile of PROFILES) {
      expect(roomOf({ execution: PROFILE_EXECUTION[profile] }) === usual).toBe(profile === "native");
    }
  });

  it("counts the same parameters anew when the code has changed", () => {
    const backtest = sampleBacktest();
    expect(trialRoom(backtest, "first")).not.toBe(trialRoom(backtest, "second"));
  });

  it("is the same one wherever the project lies", () => {
    expect(ledgerIn("/home/ann/project")).toEqual({ dataset: "prices.csv", strategy: "mine.ts#default" });
    expect(ledgerIn("/srv/project")).toEqual(ledgerIn("/home/ann/project"));
  });

  it("never forgets: it outlives the runs and their results", async () => {
    expect(await trialsAfter(onDataset("lasting", { fast: [3, 5, 8] }))).toBe(3);
    await project.deps.database.query("delete from run where dag_id = 'lasting'");
    await project.deps.database.query("delete from batch");
    expect(await trialsAfter(onDataset("lasting", { fast: [3, 10] }))).toBe(4);
  });

  it("has what a cancelled run had tried", async () => {
    await project.ended(await project.start(onDataset("before", { fast: [3, 5], slow: [20, 30] })));
    gate = createGate();
    const id = await project.start(onDataset("cancelled", { fast: [3, 5, 33], slow: [20, 30] }));
    await gate.arrived;
    await stopRun(project.deps.database, id, { state: "cancelled", reason: "Seen enough" });
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", cellsCached: 4 });
    gate = null;
    const { rows } = await project.deps.database.query<{ count: number }>(
      "select trials as count from trial_set where dataset = 'cancelled'",
    );
    expect(rows).toEqual([{ count: 4 }]);
  });
});

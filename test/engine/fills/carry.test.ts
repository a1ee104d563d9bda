import { describe, expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { SWEEP_METRIC_IDS } from "../../../src/engine/metrics/metric-catalogue.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION, type Profile } from "../../../src/engine/profiles/registry.ts";
import { prepareSweep, sweepCells } from "../../../src/engine/sweep-cells.ts";
import { flags } from "../support/golden-trades.ts";
import { scripted } from "../support/arbitrary.ts";
import { DAY_MS, flatBars, settingsOf } from "../support/sample-bars.ts";
import { aiming, fixedTargets, named } from "../support/panels.ts";

function paying(bars: Bars, dividends: readonly number[]): Bars {
  return { ...bars, dividend: Float64Array.from(dividends) };
}

/** Flat bars on the given days after 2020-01-01. */
function onDays(days: readonly number[], prices: readonly number[]): Bars {
  return { ...flatBars(prices), time: Float64Array.from(days, (day) => Date.UTC(2020, 0, 1) + day * DAY_MS) };
}

/** 3,650 bps a year are a thousandth a day. */
const THOUSANDTH_A_DAY = 3650;

const SHORT = { execution: { direction: "short" } } as const;

describe("dividends", () => {
  it("go to who held the units into the ex-date, not to who buys at its open, and to who sells there", () => {
    const { trades, cashFlows, equity, metrics, stamps } = runBacktest({
      strategy: scripted({ entries: flags("x....."), exits: flags("...x..") }),
      bars: [paying(flatBars([10, 10, 10, 10, 10, 10]), [9, 9, 0, 0.5, 0.25, 9])],
      settings: settingsOf(),
      params: {},
    });
    expect(trades).toMatchObject([{ entryBar: 1, exitBar: 4, units: 1000, dividends: 750, pnl: 750, grossPnl: 750 }]);
    expect(trades[0]?.returnPct).toBeCloseTo(0.075, 12);
    expect([...equity]).toEqual([10_000, 10_000, 10_000, 10_500, 10_750, 10_750]);
    expect(cashFlows.map(({ kind, bar, units, amount }) => [kind, bar, units, amount])).toEqual([
      ["dividend", 3, 1000, 500],
      ["dividend", 4, 1000, 250],
    ]);
    expect(stamps).toEqual([]);
    expect(metrics).toMatchObject({ final_equity: 10_750, total_fees: 0, cost_drag_bps: 0, win_rate: 1 });
  });

  it("are paid by who is short, even to ruin", () => {
    const { trades, equity } = runBacktest({
      strategy: scripted({ entries: flags("....."), exits: flags("x....") }),
      bars: [paying(flatBars([10, 10, 10, 10, 10]), [0, 0, 4, 16, 1])],
      settings: settingsOf(SHORT),
      params: {},
    });
    expect([...equity]).toEqual([10_000, 10_000, 6000, -10_000, -10_000]);
    expect(trades).toMatchObject([{ side: "short", exitBar: 3, dividends: -20_000, reason: "bankrupt" }]);
  });

  it("can be spent by the next entry", () => {
    const { trades } = runBacktest({
      strategy: scripted({ entries: flags("x..x."), exits: flags("..x..") }),
      bars: [paying(flatBars([10, 10, 10, 10, 10]), [0, 0, 1, 0, 0])],
      settings: settingsOf(),
      params: {},
    });
    expect(trades.map(({ units }) => units)).toEqual([1000, 1100]);
  });

  it.each(["vectorbt", "backtesting.py"] as const)(
    "are left out by the profile %s, which the result says",
    (profile) => {
      const request = {
        strategy: scripted({ entries: flags("x...."), exits: flags("...x.") }),
        settings: settingsOf({ execution: PROFILE_EXECUTION[profile] }),
        params: {},
      };
      const bars = flatBars([10, 10, 11, 12, 13]);
      const { stamps, ...result } = runBacktest({ ...request, bars: [paying(bars, [0, 1, 1, 1, 1])] });
      const { stamps: withoutAny, ...plain } = runBacktest({ ...request, bars: [bars] });
      expect(result).toEqual(plain);
      expect(stamps).toContain("dividends left out");
      expect(withoutAny).not.toContain("dividends left out");
    },
  );
});

describe("borrow costs", () => {
  const bars = onDays([0, 1, 4, 5, 6], [10, 10, 15, 10, 10]);
  const strategy = scripted({ entries: flags("...x."), exits: flags("x....") });
  const settings = settingsOf({ ...SHORT, costs: { borrowBps: THOUSANDTH_A_DAY } });

  it("are the previous close times rate times calendar days, for what is carried from bar to bar", () => {
    const { trades, cashFlows, equity, grossEquity, orders } = runBacktest({
      strategy,
      bars: [bars],
      settings,
      params: {},
    });
    const amounts = cashFlows.map(({ kind, bar, units, amount }) => [kind, bar, units, amount]);
    expect(amounts).toEqual([
      ["borrow_cost", 2, -1000, expect.closeTo(-30, 9)],
      ["borrow_cost", 3, -1000, expect.closeTo(-15, 9)],
      ["borrow_cost", 4, -1000, expect.closeTo(-10, 9)],
    ]);
    expect(trades).toMatchObject([{ entryBar: 1, exitBar: 4, entryFee: 0, exitFee: 0, grossPnl: 0 }]);
    expect(trades[0]?.borrowCost).toBeCloseTo(55, 9);
    expect(trades[0]?.pnl).toBeCloseTo(-55, 9);
    expect(equity[2]).toBeCloseTo(4970, 9);
    expect(equity[4]).toBeCloseTo(9945, 9);
    expect(grossEquity[4]).toBeCloseTo(10_000, 9);
    expect(orders.map(({ bar, units }) => [bar, units])).toEqual([
      [1, 1000],
      [4, 1000],
    ]);
  });

  it("are charges like commissions in the metrics, and no turnover", () => {
    const cell = { strategy, bars: [bars], params: { position_size: 0.5 } };
    const { metrics } = runBacktest({ ...cell, settings });
    const free = runBacktest({ ...cell, settings: settingsOf(SHORT) });
    expect(metrics.total_fees).toBeCloseTo(27.5, 9);
    expect(metrics.fee_per_trade).toBeCloseTo(27.5, 9);
    expect(metrics.gross_total_return).toBeCloseTo(0, 12);
    expect(metrics.cost_drag_bps).toBeCloseTo((1 - 0.99725 ** (365.25 / 6)) * 10_000, 6);
    expect(metrics.total_trades).toBe(1);
    expect((metrics.turnover ?? 0) / (free.metrics.turnover ?? 0)).toBeCloseTo(1, 2);
  });

  it("take part of a day for bars within it", () => {
    const hours = { ...flatBars([10, 10, 10]), time: Float64Array.of(0, DAY_MS / 24, DAY_MS / 6) };
    const short = scripted({ entries: flags("..."), exits: flags("x..") });
    const { cashFlows } = runBacktest({ strategy: short, bars: [hours], settings, params: {} });
    expect(cashFlows.map(({ amount }) => amount)).toEqual([expect.closeTo(-10 / 8, 9)]);
  });

  it("come after the dividend of the same bar in the list, and cost a long position nothing", () => {
    const both = scripted({ entries: flags("..x.."), exits: flags("x....") });
    const { cashFlows } = runBacktest({
      strategy: both,
      bars: [paying(bars, [0, 0, 1, 0, 2])],
      settings: settingsOf({ costs: { borrowBps: THOUSANDTH_A_DAY }, execution: { direction: "both" } }),
      params: { position_size: 0.5 },
    });
    expect(cashFlows.map(({ kind, bar }) => [kind, bar])).toEqual([
      ["dividend", 2],
      ["borrow_cost", 2],
      ["borrow_cost", 3],
      ["dividend", 4],
    ]);
    expect(cashFlows[0]?.amount).toBe(-500);
    expect(cashFlows[3]?.amount).toBeGreaterThan(0);
  });

  it("may be an axis of a grid, which gives each cell the bits that it has alone", () => {
    const cells = [0, 100, THOUSANDTH_A_DAY].map((borrow_bps) => ({ borrow_bps }));
    const { metrics } = sweepCells({ strategy, bars: [bars], settings, cells });
    for (const [index, params] of cells.entries()) {
      const alone = runBacktest({ strategy, bars: [bars], settings: settingsOf(SHORT), params });
      for (const id of SWEEP_METRIC_IDS) expect(metrics[id][index], id).toBe(alone.metrics[id] ?? Number.NaN);
    }
    expect(metrics.total_fees[0]).toBe(0);
    expect(metrics.total_fees[2]).toBeCloseTo(55, 9);
  });

  it.each<Profile>(["vectorbt", "backtesting.py"])("are unknown to the profile %s", (profile) => {
    const execution = PROFILE_EXECUTION[profile];
    const request = { strategy, bars: [bars] };
    expect(() => prepareSweep({ ...request, settings: settingsOf({ execution, costs: { borrowBps: 1 } }) })).toThrow(
      expect.objectContaining({ code: "EXECUTION_INVALID", message: expect.stringContaining("borrow cost") }) as Error,
    );
    const { failures } = sweepCells({
      ...request,
      settings: settingsOf({ execution }),
      cells: [{ borrow_bps: 0 }, { borrow_bps: 1 }],
    });
    expect(failures).toMatchObject([{ index: 1, code: "PARAM_INVALID" }]);
  });
});

describe("on one account for several symbols, both", () => {
  it("come out of the same cash, before the weights are set anew", () => {
    const { equity, trades, cashFlows } = runBacktest({
      strategy: aiming(fixedTargets(4, [0, 2], [0.5, -0.5])),
      bars: [paying(named("A", [10, 10, 10, 10]), [0, 0, 2, 0]), named("B", [10, 10, 10, 10])],
      settings: settingsOf({ costs: { borrowBps: THOUSANDTH_A_DAY } }),
      params: {},
    });
    expect(cashFlows.map(({ symbol, kind, bar }) => [symbol, kind, bar])).toEqual([
      ["A", "dividend", 2],
      ["B", "borrow_cost", 2],
      ["B", "borrow_cost", 3],
    ]);
    expect(equity[2]).toBeCloseTo(10_000 + 1000 - 5, 9);
    expect(equity[3]).toBeCloseTo(10_000 + 1000 - 10, 9);
    expect(trades.map(({ symbol, units }) => [symbol, units])).toEqual([
      ["A", expect.closeTo(549.5, 9)],
      ["B", expect.closeTo(549.5, 9)],
    ]);
  });

  it("count the days of a symbol that has no bar, at its last close", () => {
    const { cashFlows } = runBacktest({
      strategy: aiming(fixedTargets(6, [0], [-0.5, 0])),
      bars: [
        { ...onDays([0, 1, 4, 5], [10, 10, 20, 20]), symbol: "A", dividend: Float64Array.of(0, 0, 1, 0) },
        { ...onDays([0, 1, 2, 3, 4, 5], [1, 1, 1, 1, 1, 1]), symbol: "B" },
      ],
      settings: settingsOf({ costs: { borrowBps: THOUSANDTH_A_DAY } }),
      params: {},
    });
    expect(cashFlows.map(({ kind, bar, amount }) => [kind, bar, amount])).toEqual([
      ["borrow_cost", 2, expect.closeTo(-5, 9)],
      ["borrow_cost", 3, expect.closeTo(-5, 9)],
      ["dividend", 4, -500],
      ["borrow_cost", 4, expect.closeTo(-5, 9)],
      ["borrow_cost", 5, expect.closeTo(-10, 9)],
    ]);
  });

  it("go with the part of a position that is closed, by its units", () => {
    const { trades } = runBacktest({
      strategy: aiming({ rebalance: Uint8Array.of(1, 0, 1, 0), weights: [Float64Array.of(0.5, 0, 0.2, 0)] }),
      bars: [paying(named("A", [10, 10, 10, 10]), [0, 0, 2, 0])],
      settings: settingsOf(),
      params: {},
    });
    expect(trades).toMatchObject([
      { open: false, units: 280, dividends: expect.closeTo(560, 9) },
      { open: true, units: 220, dividends: expect.closeTo(440, 9) },
    ]);
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockSumsOf } from "../../../src/analytics/overfitting/block-sums.ts";
import type { BacktestRequest } from "../../../src/engine/backtest.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import {
  type CellMetrics,
  SWEEP_METRIC_IDS,
  type SweepMetricId,
} from "../../../src/engine/metrics/metric-catalogue.ts";
import { lastBarsOfDays } from "../../../src/engine/metrics/sampling.ts";
import { dailyEquity } from "../../../src/engine/metrics/series/daily-equity.ts";
import { returnsOf } from "../../../src/engine/metrics/series/returns.ts";
import { seriesMetrics } from "../../../src/engine/metrics/series/series-metrics.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../../../src/engine/sweep-cells.ts";
import { arbitraryBars, arbitrarySettings, arbitrarySignals, scripted } from "../support/arbitrary.ts";
import { aiming, fixedTargets } from "../support/panels.ts";
import { DAY_MS, flatBars, settingsOf } from "../support/sample-bars.ts";

const OF_DAYS = ["sharpe", "sortino", "volatility", "skew", "kurtosis"] as const satisfies readonly SweepMetricId[];
const MINUTE_MS = 60_000;

/** The same prices, so many bars a day, from half past nine on. */
function intraday(bars: Bars, perDay: number): Bars {
  const at = (_: number, bar: number): number =>
    Date.UTC(2021, 2, 1, 9, 30) + Math.floor(bar / perDay) * DAY_MS + (bar % perDay) * 30 * MINUTE_MS;
  return { ...bars, time: bars.time.map(at) };
}

/** The metrics of the daily equity, by the functions of reports. */
function expectOfDays(request: BacktestRequest): void {
  const { settings } = request;
  const { metrics, time, equity } = runBacktest(request);
  const { initialCapital, barsPerYear, daysPerYear = 0 } = settings;
  const daily = dailyEquity({ time, equity, initialCapital, barsPerYear }, daysPerYear);
  const expected = seriesMetrics(daily, { riskFreeRate: settings.riskFreeRate ?? 0 }).metrics;
  for (const id of OF_DAYS) {
    const [ours, theirs] = [metrics[id], expected[id]];
    if (ours === null || theirs === null) continue;
    expect(Math.abs(ours - theirs), id).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
  }
  const { daysPerYear: _, ...ofBars } = settings;
  const other = runBacktest({ ...request, settings: ofBars }).metrics;
  const same = SWEEP_METRIC_IDS.filter((id) => !OF_DAYS.some((own) => own === id));
  expect(same.map((id) => metrics[id])).toEqual(same.map((id) => other[id]));
}

describe("metrics of the last equity of each day", () => {
  it("take the last bar of every UTC day that has bars", () => {
    const hours = [0, 23.5, 24, 30, 71, 96];
    expect([...lastBarsOfDays(Float64Array.from(hours, (hour) => hour * 60 * MINUTE_MS))]).toEqual([1, 3, 4, 5]);
    expect([...lastBarsOfDays(new Float64Array())]).toEqual([]);
  });

  it("are those of the daily curve, and the others stay as they are, on random cells", () => {
    const scenario = arbitraryBars.chain((bars) =>
      fc.tuple(
        fc.constant(bars),
        arbitrarySignals(bars.close.length),
        arbitrarySettings,
        fc.integer({ min: 1, max: 9 }),
      ),
    );
    fc.assert(
      fc.property(scenario, ([bars, told, settings, perDay]) => {
        expectOfDays({
          strategy: scripted(told),
          bars: [intraday(bars, perDay)],
          settings: { ...settings, daysPerYear: 365, riskFreeRate: 0.04 },
          params: {},
        });
      }),
      { numRuns: 300 },
    );
  });

  it("are so on several symbols too", () => {
    const bars = ["A", "B"].map((symbol, index) => ({ ...intraday(wave(60, index), 5), symbol }));
    const strategy = aiming(fixedTargets(60, [3, 20, 41], [0.5, 0.4]));
    expectOfDays({ strategy, bars, settings: settingsOf({ daysPerYear: 252 }), params: {} });
  });

  it("have block sums of days, which are those of the daily returns", () => {
    const bars = intraday(wave(180, 0), 4);
    const settings = settingsOf({ daysPerYear: 252, costs: { commissionBps: 10 } });
    const params = { fast: 3, slow: 9, position_size: 0.5 };
    const { blockSums } = sweepCells({ strategy: smaCross, bars: [bars], settings, cells: [params], blocks: 8 });
    const { time, equity } = runBacktest({ strategy: smaCross, bars: [bars], settings, params });
    const daily = dailyEquity({ time, equity, initialCapital: 10_000, barsPerYear: 0 }, 252);
    const expected = blockSumsOf([returnsOf(daily.equity, 10_000)], 8);
    for (let block = 0; block < 8; block++) {
      expect(blockSums?.sum[block]).toBeCloseTo(expected.sum[block] ?? Number.NaN, 13);
      expect(blockSums?.sumOfSquares[block]).toBeCloseTo(expected.sumOfSquares[block] ?? Number.NaN, 13);
    }
  });

  it.each([
    ["native", "ends with nothing", 0],
    ["vectorbt", "ends in debt", -30_000],
    ["backtesting.py", "is emptied", 0],
  ] as const)("have block sums of an account that, as in the profile %s, %s", (profile, _, end) => {
    const prices = [...Array<number>(20).fill(100), 150, 150, 150, 150, 200, 200, 300, 300, 250, 250, 300, 500];
    const bars = intraday(flatBars([...prices, ...Array<number>(32).fill(500)]), 4);
    const entries = new Uint8Array(64);
    const strategy = scripted({ entries, exits: entries, shortEntries: entries.with(9, 1), shortExits: entries });
    const execution = { ...PROFILE_EXECUTION[profile], direction: "short" } as const;
    const request = { strategy, bars: [bars], settings: settingsOf({ daysPerYear: 252, execution }) };
    const { time, equity } = runBacktest({ ...request, params: {} });
    expect(equity.at(-1)).toBeCloseTo(end, 9);
    const daily = dailyEquity({ time, equity, initialCapital: 10_000, barsPerYear: 0 }, 252);
    const expected = blockSumsOf([returnsOf(daily.equity, 10_000)], 8);
    const { blockSums } = sweepCells({ ...request, cells: [{}], blocks: 8 });
    for (let block = 0; block < 8; block++) {
      expect(blockSums?.sum[block]).toBeCloseTo(expected.sum[block] ?? Number.NaN, 13);
      expect(blockSums?.sumOfSquares[block]).toBeCloseTo(expected.sumOfSquares[block] ?? Number.NaN, 13);
    }
  });
});

/** Prices that rise and fall, `shift` bars later. */
function wave(count: number, shift: number): Bars {
  const priceAt = (bar: number): number => round(100 + 0.02 * bar + 10 * Math.sin(bar / 9) + 4 * Math.sin(bar / 3.7));
  const column = (valueAt: (bar: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, bar) => valueAt(bar + shift));
  return {
    symbol: "WAVE",
    time: Float64Array.from({ length: count }, (_, bar) => bar),
    open: column((bar) => priceAt(bar - 0.5)),
    high: column((bar) => round(Math.max(priceAt(bar - 0.5), priceAt(bar)) + 0.5)),
    low: column((bar) => round(Math.min(priceAt(bar - 0.5), priceAt(bar)) - 0.5)),
    close: column(priceAt),
    volume: new Float64Array(count),
  };
}

function round(price: number): number {
  return Math.round(price * 10_000) / 10_000;
}

describe("the profile backtesting.py on bars of six hours", () => {
  const SIX_HOURS_MS = 6 * 60 * MINUTE_MS;
  const all = {
    ...wave(400, 0),
    time: Float64Array.from({ length: 400 }, (_, bar) => Date.UTC(2021, 2, 1) + bar * SIX_HOURS_MS),
  };
  const isWeekday = (bar: number): boolean => ![0, 6].includes(new Date(all.time[bar] ?? 0).getUTCDay());
  const pick = (column: Float64Array): Float64Array => column.filter((_, bar) => isWeekday(bar));
  const weekdays: Bars = {
    symbol: "WAVE",
    time: pick(all.time),
    open: pick(all.open),
    high: pick(all.high),
    low: pick(all.low),
    close: pick(all.close),
    volume: pick(all.volume),
  };

  // backtesting 0.6.6: averages of 5 and 20 bars, long only, cash 10,000, commission 0.2 %, finalize_trades;
  // with and without `compute_stats(risk_free_rate=0.03)`.
  it.each([
    [
      all,
      365,
      0,
      {
        final_equity: 16554.8724252,
        total_trades: 8,
        volatility: 3.266444634103722,
        sharpe: 1.6575584459829988,
        sortino: 20.867749270273944,
        calmar: 54.36706720659237,
      },
    ],
    [all, 365, 0.03, { sharpe: 1.648374148264684, sortino: 20.752124012851613, calmar: 54.36706720659237 }],
    [
      weekdays,
      252,
      0,
      {
        final_equity: 10411.4836046,
        total_trades: 7,
        volatility: 0.8019164238750832,
        sharpe: 0.19187978749847298,
        sortino: 0.30435019304056127,
        calmar: 0.941526635699503,
      },
    ],
    [weekdays, 252, 0.03, { sharpe: 0.15446940518577304, sortino: 0.24501170185799193 }],
  ])("has the library's statistics (case %#)", (bars, daysPerYear, riskFreeRate, figures) => {
    const execution = PROFILE_EXECUTION["backtesting.py"];
    const settings = settingsOf({ daysPerYear, riskFreeRate, costs: { commissionBps: 20 }, execution });
    const params = { fast: 5, slow: 20, position_size: 1 };
    const { metrics } = runBacktest({ strategy: smaCross, bars: [bars], settings, params });
    expectFigures(metrics, figures);
  });

  it("leaves out what the first day brought, as the library does", () => {
    const at = (bar: number) => Uint8Array.from(all.time, (_, k) => (k === bar ? 1 : 0));
    const { metrics } = runBacktest({
      strategy: scripted({ entries: at(1), exits: at(60) }),
      bars: [all],
      settings: settingsOf({
        daysPerYear: 365,
        costs: { commissionBps: 20 },
        execution: PROFILE_EXECUTION["backtesting.py"],
      }),
      params: { position_size: 1 },
    });
    // The same library; bought at the second bar, closed at the sixty-first.
    expectFigures(metrics, {
      final_equity: 9940.657120000002,
      volatility: 0.2643499249351442,
      sharpe: -0.4220557930567212,
      sortino: -0.5345168369914486,
      calmar: -0.5142224933479659,
    });
  });

  function expectFigures(metrics: CellMetrics, figures: Readonly<Record<string, number>>): void {
    for (const [id, figure] of Object.entries(figures)) {
      const ours = metrics[id as SweepMetricId] ?? Number.NaN;
      expect(Math.abs(ours / figure - 1), `${id}: ${ours}`).toBeLessThanOrEqual(1e-9);
    }
  }
});

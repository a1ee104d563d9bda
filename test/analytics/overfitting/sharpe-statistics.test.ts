import { describe, expect, it } from "vitest";
import {
  deflatedSharpe,
  expectedMaximum,
  expectedMaximumSharpe,
} from "../../../src/analytics/overfitting/deflated-sharpe.ts";
import {
  minimumTrackRecord,
  probabilisticSharpe,
  type SharpeTrack,
  sharpeTrackOf,
} from "../../../src/analytics/overfitting/probabilistic-sharpe.ts";
import { FIFTEEN_PAIRS, FEE, obviousMaCross } from "../support/obvious-ma-cross.ts";
import { fifteenReturns } from "../support/fifteen-cells.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";
import { smaCross } from "../../../src/engine/strategies/sma-cross.ts";
import { settingsOf, sp500 } from "../../engine/support/sample-bars.ts";

const NORMAL: SharpeTrack = { sharpe: 0.1, observations: 250, skew: 0, kurtosis: 3 };

describe("the obvious crossover of these tests", () => {
  const bars = sp500();

  it.each([
    [[10, 50], 12003.240228, 69],
    [[20, 50], 13081.541206, 57],
    [[5, 20], 7662.493703, 154],
  ] as const)("ends where vectorbt's ends for %j", (pair, end, trades) => {
    const run = obviousMaCross(bars.close, pair);
    expect((run.equity.at(-1) ?? 0) * 10_000).toBeCloseTo(end, 6);
    expect(run.entries).toBe(trades);
  });

  it("has the equity of the engine's vectorbt profile for all 15 pairs", () => {
    const settings = settingsOf({
      initialCapital: 1,
      costs: { commissionBps: FEE * 10_000 },
      execution: PROFILE_EXECUTION.vectorbt,
    });
    for (const pair of FIFTEEN_PAIRS) {
      const params = { fast: pair[0], slow: pair[1], position_size: 1 };
      const { equity } = runBacktest({ strategy: smaCross, bars: [bars], settings, params });
      const obvious = obviousMaCross(bars.close, pair).equity;
      const largest = equity.reduce((most, value, bar) => Math.max(most, Math.abs(value / (obvious[bar] ?? 0) - 1)), 0);
      expect(largest).toBeLessThan(1e-12);
    }
  });
});

describe("the Sharpe ratio of the best of 15 cells", () => {
  const tracks = fifteenReturns().map((returns) => sharpeTrackOf(returns) ?? NORMAL);
  const ratios = tracks.map(({ sharpe }) => sharpe);
  const winner = ratios.indexOf(Math.max(...ratios));
  const best = tracks[winner] ?? NORMAL;
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / 15;
  const trials = { count: 15, sharpeVariance: ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / 14 };

  it("belongs to (5, 200), with the published moments", () => {
    expect(FIFTEEN_PAIRS[winner]).toEqual([5, 200]);
    expect(best.sharpe).toBeCloseTo(0.029771442470295742, 12);
    expect(best.skew).toBeCloseTo(-0.6022351635129781, 12);
    expect(best.kurtosis).toBeCloseTo(8.934746055965942, 11);
  });

  it("deflates to the published probability", () => {
    expect(expectedMaximumSharpe(trials)).toBeCloseTo(0.02669515694634369, 13);
    expect(deflatedSharpe(best, trials).value).toBeCloseTo(0.5861470824940527, 12);
    expect(probabilisticSharpe(best).value).toBeCloseTo(0.9824111456329705, 12);
    expect(minimumTrackRecord(best).value).toBeCloseTo(3113.59, 2);
  });
});

describe("the probabilistic Sharpe ratio", () => {
  it("is the published one for 1.14 against 1", () => {
    const { value } = probabilisticSharpe({ ...NORMAL, sharpe: 1.14 }, 1);
    expect(Math.floor((value ?? 0) * 1e5)).toBe(95_727);
  });

  it("is a coin toss against itself", () => {
    expect(probabilisticSharpe(NORMAL, 0.1).value).toBe(0.5);
  });

  it("falls with fat tails and with a tail of losses", () => {
    const plain = probabilisticSharpe(NORMAL).value ?? 0;
    expect(probabilisticSharpe({ ...NORMAL, kurtosis: 10 }).value).toBeLessThan(plain);
    expect(probabilisticSharpe({ ...NORMAL, skew: -2 }).value).toBeLessThan(plain);
  });

  it("reaches its confidence after the minimum track record", () => {
    const bars = minimumTrackRecord(NORMAL, { benchmark: 0.02, confidence: 0.9 }).value ?? 0;
    expect(probabilisticSharpe({ ...NORMAL, observations: bars }, 0.02).value).toBeCloseTo(0.9, 12);
  });

  it("has reasons where it cannot be known", () => {
    expect(probabilisticSharpe({ ...NORMAL, observations: 1 }).reason).toBe("too_few_bars");
    expect(minimumTrackRecord(NORMAL, { benchmark: 0.1 }).reason).toBe("not_computed");
    expect(sharpeTrackOf(Float64Array.of(0.1, 0.1, 0.1))).toBeNull();
  });
});

describe("the deflated Sharpe ratio", () => {
  it("is that of the paper: 2.5 a year over 1,250 days, best of 100", () => {
    const trials = { count: 100, sharpeVariance: 0.5 / 250 };
    const track = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skew: -3, kurtosis: 10 };
    expect(expectedMaximumSharpe(trials)).toBeCloseTo(0.113172, 7);
    expect(deflatedSharpe(track, trials).value).toBeCloseTo(0.9003968, 7);
  });

  it.each([
    [10, 1.5746],
    [100, 2.5306],
    [1000, 3.25512],
  ])("expects the largest of %d unit normals at %d", (count, published) => {
    expect(Math.abs(expectedMaximum(count) - published)).toBeLessThan(5e-6);
  });

  it("is the plain one after a single trial, and falls with each more", () => {
    const of = (count: number) => deflatedSharpe(NORMAL, { count, sharpeVariance: 0.001 }).value ?? 0;
    expect(of(1)).toBe(probabilisticSharpe(NORMAL).value);
    expect(of(1)).toBeGreaterThan(of(2));
    expect(of(2)).toBeGreaterThan(of(1e12));
    expect(deflatedSharpe(NORMAL, { count: 0, sharpeVariance: 0 }).reason).toBe("too_few_cells");
  });
});

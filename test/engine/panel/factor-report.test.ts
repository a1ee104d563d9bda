import { describe, expect, it } from "vitest";
import type { Bars } from "../../../src/engine/bars.ts";
import { checkLookahead } from "../../../src/engine/lookahead/check-lookahead.ts";
import { factorMetrics } from "../../../src/engine/metrics/series/factor/factor-metrics.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import type { PanelInput, Targets } from "../../../src/engine/strategy.ts";
import { aiming, fixedTargets, named } from "../support/panels.ts";
import { DAY_MS, settingsOf } from "../support/sample-bars.ts";

const NONE = Number.NaN;
const START = Date.UTC(2020, 0, 1);
const settings = settingsOf();

function factorOf(targets: Targets, bars: readonly Bars[]) {
  return runBacktest({ strategy: aiming(targets), bars, settings, params: {} }).factor;
}

const columns = (...rows: readonly (readonly number[])[]): readonly Float64Array[] =>
  rows.map((row) => Float64Array.from(row));

describe("the factor metrics of a panel strategy", () => {
  const bars = [
    named("A", [100, 100, 110, 120, 132, 132]),
    named("B", [100, 100, 100, 100, 100, 100]),
    named("C", [100, 100, 90, 90, 99, 99]),
  ];
  const targets = {
    ...fixedTargets(6, [1, 3], [0.5, 0, 0.5]),
    scores: columns([NONE, 3, NONE, 1, NONE, NONE], [NONE, 2, NONE, 2, NONE, NONE], [NONE, 1, NONE, NONE, NONE, 7]),
  };

  it("measure scores against the returns to the next scores, which can be checked by hand", () => {
    const factor = factorOf(targets, bars);
    // Bar 1 to 3: +20 %, 0, −10 %; bar 3 to 5: +10 %, 0 for two symbols, too few; bar 5: nothing follows.
    expect(factor?.time).toEqual(Float64Array.of(START + DAY_MS, START + 3 * DAY_MS, START + 5 * DAY_MS));
    expect(factor?.ic[0]).toBeCloseTo(0.9819805060619656, 14);
    expect(factor?.rankIc[0]).toBeCloseTo(1, 14);
    expect([...(factor?.ic.subarray(1) ?? [])]).toEqual([NONE, NONE]);
    expect(factor?.metrics).toMatchObject({ hit_rate: 1, coverage: 6 / 9, average_turnover: 0, icir: null });
    expect(factor?.metrics.long_short_spread).toBeCloseTo((0.3 - 0.1) / 2, 14);
    expect(factor?.reasons).toEqual({ icir: "too_few_bars", decay_half_life: "too_few_bars" });
  });

  it("know the turnover of the target weights from one rebalance to the next", () => {
    const weights = columns([0, 0.5, 0, 0, 0, 0], [0, 0, 9, 0.5, 0, 0.5], [0, 0.5, 0, 0.5, 0, 0.5]);
    expect(factorOf({ ...targets, weights }, bars)?.metrics.average_turnover).toBe(0.5);
  });

  it("take no return of a symbol that has stopped trading", () => {
    const [a, b] = bars;
    const stopped = [a ?? named("A", []), b ?? named("B", []), named("C", [100, 100])];
    expect(factorOf(targets, stopped)?.ic[0]).toBeNaN();
  });

  it("are not there without scores, and refuse columns of another form", () => {
    const { scores, ...unscored } = targets;
    expect(factorOf(unscored, bars)).toBeUndefined();
    expect(() => factorOf({ ...targets, scores: scores.slice(1) }, bars)).toThrow("`scores` has 2 columns");
    expect(() => factorOf({ ...targets, scores: columns([1], [1], [1]) }, bars)).toThrow("of `scores` must be");
  });

  it("of scores at every bar are those of the daily returns", () => {
    const daily = columns(...bars.map(({ close }) => [...close].map((price, bar) => price * (1 + (bar % 2)))));
    const found = factorOf({ ...targets, scores: daily }, bars);
    const rows = (valueAt: (asset: Bars, bar: number) => number) => ({
      dates: 6,
      assets: 3,
      values: Float64Array.from({ length: 18 }, (_, k) => valueAt(bars[k % 3] ?? named("", []), Math.floor(k / 3))),
    });
    const expected = factorMetrics({
      signals: rows(({ close }, bar) => (close[bar] ?? NONE) * (1 + (bar % 2))),
      forwardReturns: rows(({ close }, bar) => (close[bar + 1] ?? NONE) / (close[bar] ?? NONE) - 1),
    });
    expect(found?.ic).toEqual(expected.ic);
    expect({ ...found?.metrics, average_turnover: null }).toEqual(expected.metrics);
  });
});

describe("the built-in strategies that rank symbols", () => {
  const universe = Array.from({ length: 8 }, (_, asset) =>
    named(
      `S${asset}`,
      Array.from(
        { length: 300 },
        (__, bar) => 100 * Math.exp(0.0004 * asset * bar + 0.003 * Math.sin(bar / (5 + asset))),
      ),
    ),
  );

  it.each([
    ["long_short_equity", { lookback: 60, skip: 5, rebalance_period: 10 }],
    ["momentum_rotation", { lookback: 60, rebalance_period: 10 }],
  ])("%s scores at every rebalance what it goes by", (name, params) => {
    const strategy = builtinStrategy(name);
    const { factor } = runBacktest({ strategy, bars: universe, settings, params });
    expect(factor?.time).toHaveLength(24);
    expect(factor?.metrics.coverage).toBe(1);
    // The symbols differ in trend, and momentum finds them.
    expect(factor?.metrics.mean_ic).toBeGreaterThan(0.9);
    expect(factor?.metrics.average_turnover).not.toBeNull();
  });

  it("has no factor where nothing is ranked", () => {
    const { factor } = runBacktest({
      strategy: builtinStrategy("pairs_zscore"),
      bars: universe.slice(0, 2),
      settings,
      params: {},
    });
    expect(factor).toBeUndefined();
  });
});

it("a score that sees the future is named by the look-ahead check", () => {
  const bars = ["A", "B"].map((symbol) => named(symbol, [100, 110, 90, 120, 80, 130]));
  const strategy = {
    ...aiming(fixedTargets(6, [], [0, 0])),
    targets: ({ panel }: PanelInput) => ({
      ...fixedTargets(panel.time.length, [], [0, 0]),
      scores: panel.closes.map((close) => close.map((_, bar) => close[bar + 1] ?? NONE)),
    }),
  };
  expect(checkLookahead({ strategy, bars, params: {}, settings: settingsOf() }, [3])).toMatchObject({
    column: "score of A",
    bar: 2,
    knownBars: 3,
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { breakEvenBps } from "../../../../src/engine/metrics/series/reward/break-even.ts";
import { computedMetrics } from "../../../../src/engine/metrics/computed-metrics.ts";
import { PROFILE_EXECUTION } from "../../../../src/engine/profiles/registry.ts";
import { runBacktest } from "../../../../src/engine/run-backtest.ts";
import { type BacktestSettings, NO_COSTS } from "../../../../src/engine/settings.ts";
import { builtinStrategy } from "../../../../src/engine/strategies/builtin-strategies.ts";
import { sampleBars as samplePrices } from "../../../../bench/support/sample-sweep.ts";

/** Written by `test/engine/golden/break_even.py`, which trades the crossovers itself. */
const { cases } = JSON.parse(readFileSync(new URL("../../golden/break-even.json", import.meta.url), "utf8")) as {
  readonly cases: readonly {
    readonly fast: number;
    readonly slow: number;
    readonly commission_bps: number;
    readonly total_return: number;
    readonly formula: number;
    readonly simulated: number;
  }[];
};

const bars = [samplePrices()];

function traded(params: Readonly<Record<string, number>>, commissionBps: number) {
  const settings: BacktestSettings = {
    initialCapital: 100_000,
    barsPerYear: 252,
    seed: 1,
    costs: { ...NO_COSTS, commissionBps },
    execution: PROFILE_EXECUTION.native,
  };
  const result = runBacktest({ strategy: builtinStrategy("sma_cross"), bars, settings, params });
  return { result, breakEven: computedMetrics(["break_even_bps"], result, settings, null)[0]?.value ?? Number.NaN };
}

const order = (bar: number, units: number, rawPrice: number) => ({ bar, units, rawPrice, reason: "signal" }) as const;

describe("the break-even cost", () => {
  it.each(
    cases.map((expected) => [`${expected.fast}/${expected.slow}, ${expected.commission_bps} bps`, expected] as const),
  )(
    "of %s is that of numpy and SciPy, and near the commission at which the account earns nothing",
    (_, { fast, slow, commission_bps: bps, total_return: earned, formula, simulated }) => {
      const { result, breakEven } = traded({ fast, slow, position_size: 1 }, bps);
      expect(result.metrics.total_return).toBeCloseTo(earned, 9);
      expect(Math.abs(breakEven / formula - 1)).toBeLessThan(1e-8);
      expect(Math.abs(breakEven / simulated - 1)).toBeLessThan(0.03);
    },
  );

  it("takes all that was earned when it is charged, to half a per cent of it", () => {
    const params = { fast: 20, slow: 100, position_size: 1 };
    const { breakEven } = traded(params, 5);
    expect(traded(params, 5 + breakEven).result.metrics.total_return).toBeGreaterThan(0);
    expect(traded(params, 5 + breakEven * 1.005).result.metrics.total_return).toBeLessThan(0);
  });

  it("of one bought and sold position is half its gain per side, nearly", () => {
    // Bought for all 100, sold for 121: 1 − c at the entry, 1.21 − 1.21 c at the exit, and c = 1 − √(1 ÷ 1.21).
    const equity = Float64Array.of(100, 110, 121);
    const found = breakEvenBps(equity, 100, [order(0, 1, 100), order(2, 1, 121)]);
    const c = (found.value ?? 0) / 10_000;
    expect((1 - c) * 1.1 * (1.1 - (121 / 110) * c)).toBeCloseTo(1, 12);
    expect(c).toBeCloseTo(1 - 1 / 1.1, 12);
  });

  it("does not change with the unit of money, nor with bars in which nobody trades", () => {
    const equity = Float64Array.of(100, 104, 103, 108);
    const orders = [order(0, 1, 50), order(3, 1, 54)];
    const { value } = breakEvenBps(equity, 100, orders);
    const scaled = breakEvenBps(
      equity.map((each) => each * 7),
      700,
      orders.map((each) => ({ ...each, units: 7 })),
    );
    const idle = breakEvenBps(
      Float64Array.of(100, 100, ...equity),
      100,
      orders.map((each) => ({ ...each, bar: each.bar + 2 })),
    );
    expect(scaled.value).toBeCloseTo(value ?? 0, 9);
    expect(idle.value).toBeCloseTo(value ?? 0, 9);
  });

  it("is below 0 for a loss, 0 for none, and has no number without trades, bars or money", () => {
    const both = [order(0, 1, 100), order(1, 1, 100)];
    expect(breakEvenBps(Float64Array.of(100, 90), 100, both).value).toBeLessThan(0);
    expect(breakEvenBps(Float64Array.of(100, 100), 100, both).value).toBeCloseTo(0, 9);
    expect(breakEvenBps(Float64Array.of(100, 110), 100, []).reason).toBe("no_trades");
    expect(breakEvenBps(Float64Array.of(100, 110), 100, [{ ...order(1, 1, 9), reason: "delisted" }]).reason).toBe(
      "no_trades",
    );
    expect(breakEvenBps(new Float64Array(), 100, []).reason).toBe("too_few_bars");
    expect(breakEvenBps(Float64Array.of(100, 0), 100, both).reason).toBe("bankrupt");
    expect(breakEvenBps(Float64Array.of(100, 110), 100, [order(0, 1e-320, 1)]).reason).toBe("not_computed");
  });
});

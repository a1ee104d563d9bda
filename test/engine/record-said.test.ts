import { describe, expect, it } from "vitest";
import { PROFILE_EXECUTION } from "../../src/engine/profiles/registry.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { type BacktestSettings, NO_COSTS } from "../../src/engine/settings.ts";
import { BUILTIN_STRATEGIES, builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import type { Strategy } from "../../src/engine/strategy.ts";
import { sampleBars } from "../support/sample-bars.ts";
import { acting } from "./support/acting.ts";

const settings: BacktestSettings = {
  initialCapital: 10_000,
  costs: NO_COSTS,
  execution: PROFILE_EXECUTION.native,
  seed: 1,
  barsPerYear: 252,
};
const bars = sampleBars();
const others = ["A", "B", "C"].map((symbol, place) => ({
  ...bars,
  symbol,
  close: bars.close.map((price, bar) => price * (1 + 0.1 * Math.sin(bar / (5 + place)))),
}));

const symbolsOf = (strategy: Strategy) => {
  if (strategy.kind !== "panel") return [bars];
  return others.slice(0, Math.min(3, strategy.symbols?.max ?? 3));
};
const run = (strategy: Strategy, more: { readonly keepsSaid?: boolean } = {}) =>
  runBacktest({ strategy, bars: symbolsOf(strategy), settings, params: {}, ...more });

describe("what a strategy says", () => {
  it.each(BUILTIN_STRATEGIES.map(({ name }) => name))("is kept of %s without changing its result", (name) => {
    const { said, ...rest } = run(builtinStrategy(name), { keepsSaid: true });
    expect(rest).toEqual(run(builtinStrategy(name)));
    expect(said).toBeDefined();
  });

  it("is not kept unless it is asked for, and is nothing of one that acts bar by bar", () => {
    expect(run(builtinStrategy("sma_cross"))).not.toHaveProperty("said");
    expect(
      run(
        acting(() => undefined),
        { keepsSaid: true },
      ),
    ).not.toHaveProperty("said");
  });

  it("is 1, −1 and 0 for long, short and out, the last word of each bar, and NaN otherwise", () => {
    const flags = (...at: readonly number[]) => Uint8Array.from(bars.close, (_, bar) => Number(at.includes(bar)));
    const strategy: Strategy = {
      kind: "signals",
      name: "scripted",
      params: {},
      signals: () => ({
        entries: flags(1, 4, 6),
        exits: flags(2, 4),
        shortEntries: flags(3, 6),
        shortExits: flags(5),
      }),
    };
    const { said } = runBacktest({ strategy, bars: [bars], settings, params: {}, keepsSaid: true });
    expect(Array.from(said?.signals?.[0]?.subarray(0, 8) ?? [])).toEqual([
      Number.NaN,
      1,
      0,
      -1,
      Number.NaN,
      0,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("has the scores, weights and rebalances of a strategy over several symbols", () => {
    const { said, factor } = run(builtinStrategy("momentum_rotation"), { keepsSaid: true });
    expect([said?.signals?.length, said?.weights?.length, said?.rebalance?.length]).toEqual([3, 3, 300]);
    const dates = Array.from(bars.time).filter((_, bar) =>
      said?.signals?.some((column) => Number.isFinite(column[bar])),
    );
    expect(Array.from(factor?.time ?? [])).toEqual(dates);
  });
});

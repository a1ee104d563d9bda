import { describe, expect, it } from "vitest";
import { withSessions } from "../../../src/data/beside/market-sessions.ts";
import type { StrategyBars } from "../../../src/engine/frames/strategy-bars.ts";
import { indicatorCache } from "../../../src/engine/indicators/indicator-cache.ts";
import { rangeCells } from "../../../src/engine/ranges/range-cells.ts";
import { defineBarStrategy, definePanelStrategy, defineStrategy, type Strategy } from "../../../src/engine/strategy.ts";
import { strategyBars } from "../../../src/engine/frames/strategy-bars.ts";
import { settingsOf, sp500 } from "../support/sample-bars.ts";

const [bars = sp500()] = withSessions([sp500()], { timeframe: "1d", calendar: "XNYS" }).bars;
const range = { from: 2600, to: 2700 };
const settings = settingsOf({ timeframe: "1d" });

/** What a strategy has been shown over part of the bars. */
function shown(strategyOf: (see: (own: StrategyBars) => void) => Strategy, symbols = [bars]): StrategyBars {
  let seen: StrategyBars | null = null;
  const strategy = strategyOf((own) => (seen = own));
  rangeCells({ strategy, bars: symbols, settings })(range).trade({});
  if (seen === null) throw new Error("The strategy was never asked");
  return seen;
}

const NOTHING = { entries: new Uint8Array(bars.close.length), exits: new Uint8Array(bars.close.length) };
const whole = strategyBars(bars, { timeframe: "1d" });

describe("over part of the bars", () => {
  it("a strategy that acts bar by bar knows the weeks and sessions before it, and none after", () => {
    const part = shown((see) =>
      defineBarStrategy({ name: "by_bar", params: {}, prepare: ({ bars: own }) => see(own), onBar() {} }),
    );
    const weeks = part.resample("1w");
    const average = weeks.onto(indicatorCache().sma(weeks.close, 50));
    const known = whole.resample("1w");
    const expected = known.onto(indicatorCache().sma(known.close, 50)).slice(range.from, range.to);
    expect(average).toEqual(expected);
    expect(average.some(Number.isNaN)).toBe(false);
    expect([...part.session.index]).toEqual(Array.from(whole.session.index.subarray(range.from, range.to)));
    expect(weeks.time.at(-1)).toBeLessThanOrEqual(bars.time[range.to - 1] ?? 0);
    expect(part.resample("1w")).toBe(weeks);
    expect(weeks.onto(weeks.low)).toBe(weeks.onto(weeks.low));
  });

  it("so does one of signals, and one of several symbols", () => {
    const bySignals = shown((see) =>
      defineStrategy({ name: "signals", params: {}, signals: ({ bars: own }) => (see(own), NOTHING) }),
    );
    const inPanel = shown(
      (see) =>
        definePanelStrategy({
          name: "panel",
          params: {},
          targets({ panel }) {
            const [own] = panel.bars;
            if (own !== undefined) see(own);
            const none = panel.bars.map(() => new Float64Array(panel.time.length));
            return { rebalance: new Uint8Array(panel.time.length), weights: none };
          },
        }),
      [bars, { ...bars, symbol: "B" }],
    );
    const expected = [...whole.resample("1M").onto(whole.resample("1M").high)];
    for (const seen of [bySignals, inPanel]) {
      const months = seen.resample("1M");
      expect([...months.onto(months.high)].slice(0, range.to)).toEqual(expected.slice(0, range.to));
      expect(Object.keys(seen.extra ?? {})).toEqual([]);
    }
  });
});

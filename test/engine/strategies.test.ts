import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Params } from "../../src/core/params/param-spec.ts";
import type { Bars } from "../../src/engine/bars.ts";
import { completeParams } from "../../src/engine/cells/complete-params.ts";
import { paramSpecsOf } from "../../src/engine/cells/param-specs.ts";
import { strategyBars } from "../../src/engine/frames/strategy-bars.ts";
import { indicatorCache } from "../../src/engine/indicators/indicator-cache.ts";
import { runBacktest } from "../../src/engine/run-backtest.ts";
import { BUILTIN_STRATEGIES, builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { barsOf, DAY_MS, flatBars, settingsOf, sp500 } from "./support/sample-bars.ts";

/** The signals of a built-in as texts of one character a bar: x is set. */
function signalsOf(name: string, bars: Bars, params: Params) {
  const strategy = builtinStrategy(name);
  if (strategy.kind !== "signals") throw new Error(`${name} has no signals`);
  const complete = completeParams(paramSpecsOf(strategy), params);
  const signals = strategy.signals({
    bars: strategyBars(bars, {}),
    params: complete,
    indicators: indicatorCache(),
    profile: "native",
  });
  return {
    entries: text(signals.entries),
    exits: text(signals.exits),
    shortEntries: text(signals.shortEntries),
    shortExits: text(signals.shortExits),
  };
}

function text(column: Uint8Array | undefined): string {
  return Array.from(column ?? [], (told) => (told ? "x" : ".")).join("");
}

describe("the built-in strategies", () => {
  it("each say something on the S&P 500, and describe themselves and their parameters", () => {
    for (const strategy of BUILTIN_STRATEGIES) {
      if (strategy.kind !== "panel") {
        const { entries, exits } = signalsOf(strategy.name, sp500(), {});
        expect(entries, strategy.name).toContain("x");
        if (strategy.name !== "buy_and_hold") expect(exits, strategy.name).toContain("x");
      }
      expect(strategy.description?.length, strategy.name).toBeGreaterThan(20);
      for (const [name, spec] of Object.entries(strategy.params)) {
        expect(spec.description?.length, `${strategy.name}.${name}`).toBeGreaterThan(10);
      }
    }
  });

  it("equal_weight holds all that are traded in equal parts, from the first bar of each", () => {
    const late = { ...flatBars([50, 50, 50]), symbol: "LATE" };
    const early = { ...flatBars([100, 100, 100, 100, 100]), symbol: "EARLY" };
    const bars = [early, { ...late, time: late.time.map((time) => time + 2 * DAY_MS) }];
    const { equity, position, trades } = runBacktest({
      strategy: builtinStrategy("equal_weight"),
      bars,
      settings: settingsOf(),
      params: {},
    });
    expect([...equity]).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
    expect([...position]).toEqual([0, 1, 1, 1, 1]);
    expect(trades.filter(({ open }) => open).map(({ symbol, units }) => [symbol, units])).toEqual([
      ["EARLY", 50],
      ["LATE", 100],
    ]);
  });

  it("sma_cross goes with the crossing of its averages", () => {
    const bars = flatBars([5, 4, 3, 4, 5, 6, 4, 2]);
    expect(signalsOf("sma_cross", bars, { fast: 1, slow: 3 })).toEqual({
      entries: "...x....",
      exits: "......x.",
      shortEntries: "......x.",
      shortExits: "...x....",
    });
  });

  it("macd crosses its signal line when the trend turns", () => {
    const bars = flatBars([
      ...Array.from({ length: 20 }, (_, day) => 100 - day),
      ...Array.from({ length: 20 }, (_, day) => 81 + 2 * day),
    ]);
    const { entries, exits } = signalsOf("macd", bars, { fast: 3, slow: 6, signal: 3 });
    expect(entries.indexOf("x")).toBeGreaterThanOrEqual(20);
    expect(entries.indexOf("x")).toBeLessThanOrEqual(22);
    expect(exits.slice(0, 20)).not.toContain("x");
  });

  it("rsi_reversion enters once per dip below its level, and leaves back at the middle", () => {
    const bars = flatBars([10, 11, 10, 11, 9, 8, 7, 9, 11, 12]);
    const signals = signalsOf("rsi_reversion", bars, { window: 2, oversold: 20, overbought: 95, variant: "simple" });
    expect(signals.entries).toBe(".....x....");
    expect(signals.exits).toBe(".......x..");
    expect(signals.shortEntries).toBe("........x.");
  });

  it("bollinger_reversion enters below the band and leaves at the middle", () => {
    const bars = flatBars([10, 10, 10, 10, 7, 8, 10, 10, 13]);
    const signals = signalsOf("bollinger_reversion", bars, { window: 4, width: 1.5 });
    expect(signals.entries).toBe("....x....");
    expect(signals.exits).toBe("......x..");
    expect(signals.shortEntries).toBe("........x");
  });

  it("bollinger_reversion finds a price that stands still at the middle of its band", () => {
    for (let price = 0.1; price < 1; price += 0.07) {
      const bars = flatBars([price * 1.3, price * 0.7, price * 1.1, ...Array.from({ length: 9 }, () => price)]);
      const signals = signalsOf("bollinger_reversion", bars, { window: 3, width: 2 });
      expect([signals.entries, signals.shortEntries]).toEqual(["............", "............"]);
    }
  });

  it("donchian_breakout compares the close with the channel of the bars before it", () => {
    const bars = barsOf([
      [10, 11, 9, 10],
      [10, 12, 9, 11],
      [11, 13, 10, 11.5],
      [12, 14, 11, 13.5],
      [13, 14, 12, 12],
      [12, 12, 8, 9],
    ]);
    const signals = signalsOf("donchian_breakout", bars, { entry: 2, exit: 1 });
    expect(signals.entries).toBe("...x..");
    expect(signals.exits).toBe(".....x");
    expect(signals.shortEntries).toBe(".....x");
  });
});

describe("FAULTS 11.5: a window that begins inside a zone", () => {
  const wave = (from: number): Bars => {
    const { time, open, high, low, close, volume } = sp500();
    const cut = (column: Float64Array): Float64Array => column.slice(from, from + 400);
    return {
      symbol: "SPX",
      time: cut(time),
      open: cut(open),
      high: cut(high),
      low: cut(low),
      close: cut(close),
      volume: cut(volume),
    };
  };

  it.each([
    ["rsi_reversion", { window: 5 }, 5],
    ["bollinger_reversion", { window: 20, width: 1 }, 19],
    ["donchian_breakout", { entry: 20, exit: 10 }, 20],
  ])("%s waits until the price has left it and comes back, as docs/engine.md says", (name, params, firstKnown) => {
    const page = readFileSync(new URL("../../docs/engine.md", import.meta.url), "utf8");
    expect(page).toMatch(new RegExp("`" + name + "`.* enter on \\*entering\\* their zone"));
    expect(page).toContain("they wait until the price has left the zone and comes back");
    // Of all windows those that begin where the longer history was inside already for a bar at least.
    const whole = signalsOf(name, wave(0), params).entries;
    let began = 0;
    for (let from = 1; from < 200; from++) {
      const { entries } = signalsOf(name, wave(from), params);
      expect(entries[firstKnown], `${name} from ${from}`).toBe(".");
      if (whole[from + firstKnown] === "x") began++;
    }
    // Windows that would have entered at their first known bar, had they known the one before.
    expect(began).toBeGreaterThan(0);
  });
});

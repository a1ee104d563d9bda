import { defineStrategy } from "../../src/engine/strategy.ts";

/** The moving-average crossover as a user writes it: two arrays of signals, bar by bar. */
export const usersCross = defineStrategy({
  name: "users_cross",
  params: {
    fast: { kind: "int", default: 20, min: 1, max: 10_000, description: "Bars of the fast average" },
    slow: { kind: "int", default: 50, min: 1, max: 10_000, description: "Bars of the slow average" },
  },
  signals: ({ bars: { close }, params, indicators }) => {
    const fast = indicators.sma(close, params.fast);
    const slow = indicators.sma(close, params.slow);
    const entries = new Uint8Array(close.length);
    const exits = new Uint8Array(close.length);
    let before = Number.NaN;
    for (let bar = 0; bar < close.length; bar++) {
      const distance = (fast[bar] ?? 0) - (slow[bar] ?? 0);
      if (distance > 0 && before <= 0) entries[bar] = 1;
      if (distance < 0 && before >= 0) exits[bar] = 1;
      before = distance;
    }
    return { entries, exits };
  },
});

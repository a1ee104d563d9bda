import { defineStrategy } from "nightgrid";

/** Connors' RSI-2: buys a very low rsi of two bars above the long average, and sells above the short one. */
export default defineStrategy({
  name: "rsi2",
  params: {
    trend: { kind: "int", default: 200, min: 20, max: 400 },
    low: { kind: "int", default: 10, min: 1, max: 40 },
    exit: { kind: "int", default: 5, min: 2, max: 50 },
  },
  warmup: ({ trend }) => trend,
  signals({ bars: { close }, params, indicators }) {
    const rsi = indicators.rsi(close, 2);
    const trend = indicators.sma(close, params.trend);
    const exit = indicators.sma(close, params.exit);
    return {
      entries: Uint8Array.from(close, (price, bar) =>
        price > (trend[bar] ?? Number.NaN) && (rsi[bar] ?? Number.NaN) < params.low ? 1 : 0,
      ),
      exits: Uint8Array.from(close, (price, bar) => (price > (exit[bar] ?? Number.NaN) ? 1 : 0)),
    };
  },
});

import { defineStrategy } from "nightgrid";

/** In the market while the close is above its moving average by more than `band`. */
export default defineStrategy({
  name: "my_strategy",
  params: {
    window: { kind: "int", default: 100, min: 2, max: 500 },
    band: { kind: "float", default: 0, min: 0, max: 1 },
  },
  signals({ bars, params, indicators }) {
    const average = indicators.sma(bars.close, params.window);
    const gap = bars.close.map((price, bar) => price / (average[bar] ?? Number.NaN) - 1);
    return {
      entries: Uint8Array.from(gap, (value) => (value > params.band ? 1 : 0)),
      exits: Uint8Array.from(gap, (value) => (value < 0 ? 1 : 0)),
    };
  },
});

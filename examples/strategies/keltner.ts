import { defineStrategy } from "nightgrid";

/** In above the upper Keltner channel, out below its middle. */
export default defineStrategy({
  name: "keltner",
  params: {
    window: { kind: "int", default: 20, min: 2, max: 200 },
    multiplier: { kind: "float", default: 1.5, min: 0.5, max: 5 },
  },
  warmup: ({ window }) => window + 1,
  signals({ bars, params, indicators }) {
    const { upper, middle } = indicators.keltner(bars, params.window, params.multiplier);
    return { entries: indicators.crossover(bars.close, upper), exits: indicators.crossunder(bars.close, middle) };
  },
});

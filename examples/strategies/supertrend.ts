import { defineStrategy } from "nightgrid";

/** Long while the Supertrend is up, out or short while it is down. */
export default defineStrategy({
  name: "supertrend",
  params: {
    window: { kind: "int", default: 10, min: 2, max: 200 },
    multiplier: { kind: "float", default: 3, min: 0.5, max: 10 },
  },
  warmup: ({ window }) => window + 1,
  signals({ bars, params, indicators }) {
    const { direction } = indicators.supertrend(bars, params.window, params.multiplier);
    return { entries: indicators.crossover(direction, 0), exits: indicators.crossunder(direction, 0) };
  },
});

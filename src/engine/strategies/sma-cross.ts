import { profileOf } from "../profiles/registry.ts";
import { crossEvents } from "../signals/cross-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/** Long when the fast average of the close crosses above the slow one, out (or short) when it crosses below. */
export const smaCross = eventStrategy({
  name: "sma_cross",
  description: "Crossover of two simple moving averages of the close",
  params: {
    fast: { kind: "int", default: 20, min: 1, max: 10_000, description: "Bars of the fast average" },
    slow: { kind: "int", default: 50, min: 1, max: 10_000, description: "Bars of the slow average" },
    position_size: { kind: "float", default: 0.95, min: 0, max: 1, description: "Fraction of equity per entry" },
  },
  warmup: ({ fast, slow }) => Math.max(fast, slow),
  events: ({ bars: { close }, params: { fast, slow }, indicators, profile }, events) =>
    crossEvents(indicators.sma(close, fast), indicators.sma(close, slow), events, profileOf(profile).crossings),
});

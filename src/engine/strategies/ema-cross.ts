import { profileOf } from "../profiles/registry.ts";
import { crossEvents } from "../signals/cross-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/** `sma_cross` with exponential averages, which follow the price faster. */
export const emaCross = eventStrategy({
  name: "ema_cross",
  description: "Crossover of two exponential moving averages of the close",
  params: {
    fast: { kind: "int", default: 12, min: 1, max: 10_000, description: "Bars of the fast average" },
    slow: { kind: "int", default: 26, min: 1, max: 10_000, description: "Bars of the slow average" },
  },
  warmup: ({ fast, slow }) => Math.max(fast, slow),
  events: ({ bars: { close }, params: { fast, slow }, indicators, profile }, events) =>
    crossEvents(indicators.ema(close, fast), indicators.ema(close, slow), events, profileOf(profile).crossings),
});

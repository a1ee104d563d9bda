import { profileOf } from "../profiles/registry.ts";
import { crossEvents } from "../signals/cross-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/** Long when the MACD line (fast EMA − slow EMA of the close) crosses above its own EMA, out or short when below. */
export const macd = eventStrategy({
  name: "macd",
  description: "Crossover of the MACD line and its signal line",
  params: {
    fast: { kind: "int", default: 12, min: 1, max: 10_000, description: "Bars of the fast average" },
    slow: { kind: "int", default: 26, min: 1, max: 10_000, description: "Bars of the slow average" },
    signal: { kind: "int", default: 9, min: 1, max: 10_000, description: "Bars of the average of the MACD line" },
  },
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) + signal,
  events: ({ bars: { close }, params: { fast, slow, signal }, indicators, profile }, events) => {
    const warmup = Math.max(fast, slow) - 1;
    const line = indicators.own(`macd ${fast} ${slow}`, () =>
      difference(indicators.ema(close, fast), indicators.ema(close, slow)),
    );
    const smoothed = indicators.own(`macd signal ${fast} ${slow} ${signal}`, () => {
      const settled = indicators.ema(line.subarray(warmup), signal);
      const whole = new Float64Array(line.length).fill(Number.NaN);
      whole.set(settled, Math.min(warmup, line.length));
      return whole;
    });
    crossEvents(line, smoothed, events, profileOf(profile).crossings);
  },
});

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, bar) => value - (b[bar] ?? Number.NaN));
}

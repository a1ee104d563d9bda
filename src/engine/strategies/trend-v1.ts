import { profileOf } from "../profiles/registry.ts";
import { crossEvents } from "../signals/cross-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/** `sma_cross` under the names and with the default costs of the crypto pipeline that it comes from. */
export const trendV1 = eventStrategy({
  name: "trend_v1",
  description: "sma_cross with the parameter names and costs of the crypto pipeline",
  params: {
    fast_ma: { kind: "int", default: 20, min: 1, max: 10_000, description: "Bars of the fast average" },
    slow_ma: { kind: "int", default: 50, min: 1, max: 10_000, description: "Bars of the slow average" },
    position_size: { kind: "float", default: 0.95, min: 0, max: 1, description: "Fraction of equity per entry" },
    slippage_bps: { kind: "float", default: 10, min: 0, max: 5000, description: "Against the trade, each side" },
    commission_bps: { kind: "float", default: 10, min: 0, max: 5000, description: "Of the traded value, each side" },
  },
  warmup: ({ fast_ma, slow_ma }) => Math.max(fast_ma, slow_ma),
  events: ({ bars: { close }, params: { fast_ma, slow_ma }, indicators, profile }, events) =>
    crossEvents(indicators.sma(close, fast_ma), indicators.sma(close, slow_ma), events, profileOf(profile).crossings),
});

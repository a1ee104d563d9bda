import { defineBarStrategy } from "nightgrid";

/**
 * The turtles' first system: buys a new high of `enter` bars and leaves at a low of `leave` bars, or two average true ranges below the
 * entry. As much is bought as loses `risk` of the account at that stop.
 */
export default defineBarStrategy({
  name: "turtle",
  params: {
    enter: { kind: "int", default: 20, min: 2, max: 400 },
    leave: { kind: "int", default: 10, min: 1, max: 400 },
    risk: { kind: "float", default: 0.01, min: 0.001, max: 0.05 },
  },
  warmup: ({ enter }) => enter + 1,
  prepare: ({ bars, params, indicators }) => ({
    // What the channel was one bar ago: with this bar in it, no close is ever above it.
    upper: indicators.shift(indicators.donchian(bars, params.enter).upper),
    lower: indicators.shift(indicators.donchian(bars, params.leave).lower),
    range: indicators.atr(bars, 20),
  }),
  onBar({ bar, bars, params, broker, prepared: { upper, lower, range } }) {
    const close = bars.close[bar] ?? 0;
    if (broker.position > 0) {
      if (close < (lower[bar] ?? Number.NaN)) broker.close();
      return;
    }
    const distance = 2 * (range[bar] ?? Number.NaN);
    if (!(close > (upper[bar] ?? Number.NaN)) || Number.isNaN(distance)) return;
    const units = Math.min((params.risk * broker.equity) / distance, (0.95 * broker.cash) / close);
    broker.buy({ units, stopLoss: close - distance });
  },
});

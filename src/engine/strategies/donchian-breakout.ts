import { ENTER_LONG, ENTER_SHORT, EXIT_LONG, EXIT_SHORT } from "../signals/event-list.ts";
import { zoneEvents } from "../signals/zone-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/**
 * Long when the close rises above the highest high of the `entry` bars before it, out when it falls below the
 * lowest low of the `exit` bars before it; short mirrored. The bar itself is never part of its own channel.
 */
export const donchianBreakout = eventStrategy({
  name: "donchian_breakout",
  description: "Follows closes that break out of the channel of the last highs and lows",
  params: {
    entry: { kind: "int", default: 20, min: 1, max: 1000, description: "Bars of the channel for entries" },
    exit: { kind: "int", default: 10, min: 1, max: 1000, description: "Bars of the channel for exits" },
  },
  warmup: ({ entry, exit }) => Math.max(entry, exit) + 1,
  events: ({ bars: { high, low, close }, params: { entry, exit }, indicators }, events) => {
    const entryHigh = indicators.highest(high, entry);
    const entryLow = indicators.lowest(low, entry);
    const exitHigh = indicators.highest(high, exit);
    const exitLow = indicators.lowest(low, exit);
    const actionsAt = (bar: number): number | null => {
      const price = close[bar] ?? Number.NaN;
      if (Number.isNaN(before(entryHigh, bar) + before(exitHigh, bar))) return null;
      return (
        (price > before(entryHigh, bar) ? ENTER_LONG : 0) |
        (price < before(exitLow, bar) ? EXIT_LONG : 0) |
        (price < before(entryLow, bar) ? ENTER_SHORT : 0) |
        (price > before(exitHigh, bar) ? EXIT_SHORT : 0)
      );
    };
    zoneEvents(close.length, actionsAt, events);
  },
});

function before(channel: Float64Array, bar: number): number {
  return channel[bar - 1] ?? Number.NaN;
}

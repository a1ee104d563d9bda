import { isZeroDeviation } from "../../core/numbers/moments.ts";
import { ENTER_LONG, ENTER_SHORT, EXIT_LONG, EXIT_SHORT } from "../signals/event-list.ts";
import { zoneEvents } from "../signals/zone-events.ts";
import { eventStrategy } from "./event-strategy.ts";

/** Long when the close falls below the lower Bollinger band, out when it is back at the middle; short above the upper band, mirrored. */
export const bollingerReversion = eventStrategy({
  name: "bollinger_reversion",
  description: "Buys below the lower Bollinger band and waits for the middle",
  params: {
    window: { kind: "int", default: 20, min: 2, max: 1000, description: "Bars of average and deviation" },
    width: {
      kind: "float",
      default: 2,
      min: 0.1,
      max: 10,
      description: "Distance of the bands in standard deviations",
    },
  },
  warmup: ({ window }) => window,
  events: ({ bars: { close }, params: { window, width }, indicators }, events) => {
    const middle = indicators.sma(close, window);
    const deviation = indicators.deviation(close, window);
    const actionsAt = (bar: number): number | null => {
      const center = middle[bar] ?? Number.NaN;
      const spread = deviation[bar] ?? Number.NaN;
      if (Number.isNaN(center + spread)) return null;
      const distance = isZeroDeviation(spread, center) ? 0 : (close[bar] ?? Number.NaN) - center;
      const band = width * spread;
      return (
        (distance < -band ? ENTER_LONG : 0) |
        (distance >= 0 ? EXIT_LONG : 0) |
        (distance > band ? ENTER_SHORT : 0) |
        (distance <= 0 ? EXIT_SHORT : 0)
      );
    };
    zoneEvents(close.length, actionsAt, events);
  },
});

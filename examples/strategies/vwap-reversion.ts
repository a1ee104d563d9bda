import { defineStrategy } from "nightgrid";

/** Buys below the session's average price by volume, and is flat again at it, or before the close. */
export default defineStrategy({
  name: "vwap_reversion",
  params: {
    distance: { kind: "float", default: 0.003, min: 0.0001, max: 0.05 },
    /** Minutes before the close after which nothing is bought, and all is sold. */
    last: { kind: "int", default: 30, min: 5, max: 120 },
  },
  signals({ bars: { close }, bars, params: { distance, last } }) {
    const average = bars.session.vwap();
    const { minutesSinceOpen, minutesToClose } = bars.session;
    const isOpen = (bar: number): boolean => (minutesSinceOpen[bar] ?? 0) >= 30 && (minutesToClose[bar] ?? 0) > last;
    return {
      entries: Uint8Array.from(close, (price, bar) =>
        isOpen(bar) && price < (1 - distance) * (average[bar] ?? Number.NaN) ? 1 : 0,
      ),
      exits: Uint8Array.from(close, (price, bar) =>
        price >= (average[bar] ?? Number.NaN) || (minutesToClose[bar] ?? 0) <= last ? 1 : 0,
      ),
    };
  },
});

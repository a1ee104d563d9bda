import { defineStrategy } from "nightgrid";

/**
 * Dual Thrust (Chalek): from the open of a session on, long above it by a share of the range of the last days, short as far below it. The
 * range is the wider of highest high − lowest close and highest close − lowest low.
 */
export default defineStrategy({
  name: "dual_thrust",
  params: {
    days: { kind: "int", default: 4, min: 1, max: 30 },
    up: { kind: "float", default: 0.4, min: 0.05, max: 2 },
    down: { kind: "float", default: 0.4, min: 0.05, max: 2 },
  },
  signals({ bars: { close }, bars, params, indicators }) {
    const daily = bars.resample("1d");
    const { high, low } = {
      high: indicators.highest(daily.high, params.days),
      low: indicators.lowest(daily.low, params.days),
    };
    const closes = {
      high: indicators.highest(daily.close, params.days),
      low: indicators.lowest(daily.close, params.days),
    };
    const width = daily.close.map((_, day) =>
      Math.max(
        (high[day] ?? Number.NaN) - (closes.low[day] ?? Number.NaN),
        (closes.high[day] ?? Number.NaN) - (low[day] ?? Number.NaN),
      ),
    );
    const range = daily.onto(width);
    const { isFirst, isLast, minutesToClose } = bars.session;
    const open = indicators.valueWhen(isFirst, bars.open);
    // The last bar of a session knows that session's range already: nothing is done there.
    const isDue = (bar: number): boolean => isLast[bar] !== 1 && (minutesToClose[bar] ?? 0) > 30;
    const above = (bar: number): boolean =>
      (close[bar] ?? 0) > (open[bar] ?? Number.NaN) + params.up * (range[bar] ?? Number.NaN);
    const below = (bar: number): boolean =>
      (close[bar] ?? 0) < (open[bar] ?? Number.NaN) - params.down * (range[bar] ?? Number.NaN);
    const late = Uint8Array.from(minutesToClose, (left) => (left <= 10 ? 1 : 0));
    return {
      entries: Uint8Array.from(close, (_, bar) => (isDue(bar) && above(bar) ? 1 : 0)),
      exits: late,
      shortEntries: Uint8Array.from(close, (_, bar) => (isDue(bar) && below(bar) ? 1 : 0)),
      shortExits: late,
    };
  },
});

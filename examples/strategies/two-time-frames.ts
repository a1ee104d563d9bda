import { defineStrategy } from "nightgrid";

/** Buys pullbacks of the day in a rising week: the weekly close above its average, the daily rsi low. */
export default defineStrategy({
  name: "two_time_frames",
  params: {
    weeks: { kind: "int", default: 20, min: 2, max: 100 },
    low: { kind: "int", default: 35, min: 5, max: 50 },
    high: { kind: "int", default: 65, min: 50, max: 95 },
  },
  warmup: ({ weeks }) => 5 * weeks,
  signals({ bars, params, indicators }) {
    const weekly = bars.resample("1w");
    const trend = weekly.onto(indicators.sma(weekly.close, params.weeks));
    const lastWeek = weekly.onto(weekly.close);
    const rsi = indicators.rsi(bars.close);
    const isRising = (bar: number): boolean => (lastWeek[bar] ?? Number.NaN) > (trend[bar] ?? Number.NaN);
    return {
      entries: Uint8Array.from(rsi, (value, bar) => (value < params.low && isRising(bar) ? 1 : 0)),
      exits: Uint8Array.from(rsi, (value, bar) => (value > params.high || !isRising(bar) ? 1 : 0)),
    };
  },
});

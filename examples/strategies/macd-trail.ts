import { defineBarStrategy } from "nightgrid";

/** Buys when the MACD crosses its signal, and trails a stop of so many average true ranges below the highest close since. */
export default defineBarStrategy({
  name: "macd_trail",
  params: {
    fast: { kind: "int", default: 12, min: 2, max: 100 },
    slow: { kind: "int", default: 26, min: 3, max: 200 },
    ranges: { kind: "float", default: 3, min: 0.5, max: 10 },
  },
  warmup: ({ slow }) => slow + 9,
  prepare({ bars, params, indicators }) {
    const { line, signal } = indicators.macd(bars.close, params.fast, params.slow, 9);
    return { entries: indicators.crossover(line, signal), range: indicators.atr(bars, 14) };
  },
  onBar({ bar, bars, params, broker, prepared: { entries, range } }) {
    const stop = (bars.close[bar] ?? 0) - params.ranges * (range[bar] ?? Number.NaN);
    const [trade] = broker.trades;
    if (trade === undefined) {
      if (entries[bar] === 1 && stop > 0) broker.buy({ stopLoss: stop });
    } else if (stop > (trade.stopLoss ?? 0)) trade.moveStops({ stopLoss: stop });
  },
});

import { windowSums } from "../windows/window-sums.ts";
import { ema } from "../ema.ts";
import type { RangeColumns } from "../trend/true-range.ts";

export interface TradedColumns extends RangeColumns {
  readonly volume: Float64Array;
}

/** On-balance volume (Granville 1963): the volume of rising bars less that of falling ones, from the first bar's volume on. */
export function onBalanceVolume(source: Float64Array, volume: Float64Array): Float64Array {
  let balance = volume[0] ?? Number.NaN;
  return source.map((value, bar) => {
    const before = source[bar - 1] ?? value;
    const traded = volume[bar] ?? Number.NaN;
    if (value > before) balance += traded;
    else if (value < before) balance -= traded;
    return Number.isNaN(value + traded) ? (balance = Number.NaN) : balance;
  });
}

/** Volume by where the bar closed: all of it bought at the high, all of it sold at the low; 0 for a bar without a range. */
function moneyFlow({ high, low, close, volume }: TradedColumns): Float64Array {
  return close.map((price, bar) => {
    const top = high[bar] ?? Number.NaN;
    const bottom = low[bar] ?? Number.NaN;
    const range = top - bottom;
    return range === 0 ? 0 : ((price - bottom - (top - price)) / range) * (volume[bar] ?? Number.NaN);
  });
}

/** Accumulation and distribution line (Chaikin): the sum of it since the first bar. */
export function accumulation(bars: TradedColumns): Float64Array {
  let line = 0;
  return moneyFlow(bars).map((flow) => (line += flow));
}

/** Chaikin's oscillator: the fast less the slow average of the line, both started at its first value, as in TA-Lib. */
export function chaikinOscillator(bars: TradedColumns, fast: number, slow: number): Float64Array {
  const line = accumulation(bars);
  const quick = ema(line, fast, new Float64Array(line.length));
  const found = ema(line, slow, new Float64Array(line.length)).map((value, bar) => (quick[bar] ?? Number.NaN) - value);
  return found.fill(Number.NaN, 0, Math.max(fast, slow) - 1);
}

/** Chaikin's money flow, −1…1: the flow of `window` bars ÷ their volume. NaN where nothing was traded. */
export function chaikinMoneyFlow(bars: TradedColumns, window: number): Float64Array {
  const traded = windowSums(bars.volume, window);
  return windowSums(moneyFlow(bars), window).map((flow, bar) => flow / (traded[bar] ?? Number.NaN));
}

/** Typical prices that are equal to the cent may differ in the last bit of their sum: a change of so little is none. */
const ROUNDING = 1e-13;

/**
 * Money flow index (Quong and Soudack 1989), 0…100: as an RSI, of the typical price times volume. 0 where less than 1 was traded, as in
 * TA-Lib. NaN for the first `window` bars.
 */
export function moneyFlowIndex({ high, low, close, volume }: TradedColumns, window: number): Float64Array {
  const typical = close.map((price, bar) => ((high[bar] ?? Number.NaN) + (low[bar] ?? Number.NaN) + price) / 3);
  const flow = (side: 1 | -1): Float64Array =>
    typical.map((price, bar) => {
      const change = side * (price - (typical[bar - 1] ?? Number.NaN));
      const money = price * (volume[bar] ?? Number.NaN);
      return Number.isNaN(change + money) ? Number.NaN : change > ROUNDING * price ? money : 0;
    });
  const sold = windowSums(flow(-1), window);
  return windowSums(flow(1), window).map((bought, bar) => {
    const all = bought + (sold[bar] ?? Number.NaN);
    return all < 1 ? 0 : (100 * bought) / all;
  });
}

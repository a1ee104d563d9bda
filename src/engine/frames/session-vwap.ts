import type { Bars } from "../bars.ts";
import type { BarClock } from "./bar-clock.ts";

/**
 * Volume-weighted average price of each session so far: Σ price × volume ÷ Σ volume over its bars up to this one, where the price of a
 * bar is the mean of high, low and close (pandas-ta's and TradingView's). NaN until something was traded, and outside of sessions.
 */
export function sessionVwap({ high, low, close, volume }: Bars, { day }: BarClock): Float64Array {
  const average = new Float64Array(day.length).fill(Number.NaN);
  let today = Number.NaN;
  let [value, traded] = [0, 0];
  for (let bar = 0; bar < day.length; bar++) {
    if (Number.isNaN(day[bar])) continue;
    if (day[bar] !== today) {
      today = day[bar] ?? Number.NaN;
      [value, traded] = [0, 0];
    }
    const price = ((high[bar] ?? 0) + (low[bar] ?? 0) + (close[bar] ?? 0)) / 3;
    if (!Number.isNaN(price)) {
      value += price * (volume[bar] ?? 0);
      traded += volume[bar] ?? 0;
    }
    if (traded > 0) average[bar] = value / traded;
  }
  return average;
}

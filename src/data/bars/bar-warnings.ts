import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";
import { formatTime } from "./format-time.ts";
import { timeframeMs } from "./timeframe.ts";

/** Longer than any holiday of an exchange. */
const GAP_DAYS = 7;
const GAPS_SHOWN = 5;
const STALE_OPEN_SHARE = 0.1;

/** What a run can live with, but people should know, one sentence each. */
export function barWarnings(bars: Bars, timeframe: string): readonly string[] {
  return [...gapWarnings(bars, timeframe), ...staleOpenWarnings(bars)];
}

function gapWarnings({ symbol, time }: Bars, timeframe: string): readonly string[] {
  const limit = Math.max(GAP_DAYS, (2 * timeframeMs(timeframe)) / DAY_MS);
  const gaps: string[] = [];
  for (let index = 1; index < time.length; index++) {
    const [before = 0, after = 0] = [time[index - 1], time[index]];
    const missing = Math.round((after - before) / DAY_MS) - 1;
    if (missing > limit) {
      gaps.push(`${symbol}: ${missing} days without a bar between ${formatTime(before)} and ${formatTime(after)}`);
    }
  }
  const more = gaps.length - GAPS_SHOWN;
  return more > 0 ? [...gaps.slice(0, GAPS_SHOWN), `${symbol}: ${more} more gaps like these`] : gaps;
}

/** Typical of indices: a fill at the open is then a fill at the last close, better than life. */
function staleOpenWarnings({ symbol, open, close }: Bars): readonly string[] {
  let count = 0;
  for (let index = 1; index < open.length; index++) if (open[index] === close[index - 1]) count++;
  if (count <= open.length * STALE_OPEN_SHARE) return [];
  const [some, all] = [count, open.length].map((value) => value.toLocaleString("en"));
  return [`${symbol}: ${some} of ${all} bars open exactly at the previous close`];
}

import { formatCount } from "./format/format-number.ts";

/**
 * Why cells rank last though their numbers may be good; null when none does.
 *
 * @param minTrades fewer trades than this
 * @param cells how many of `total` cells have fewer
 */
export function rarelyTradedText(minTrades: number, cells: number, total: number): string | null {
  if (cells === 0 || minTrades === 0) return null;
  const what = minTrades === 1 ? "never traded" : `made fewer than ${formatCount(minTrades)} trades`;
  const key = `min_trades: ${minTrades}`;
  if (total > 1 && cells >= total) return `All ${formatCount(total)} cells ${what} (${key}).`;
  const who = cells === 1 ? "1 cell ranks last: it" : `${formatCount(cells)} cells rank last: they`;
  return `${who} ${what} (${key}).`;
}

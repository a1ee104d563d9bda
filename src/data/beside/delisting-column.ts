import { tradingDays, type TradingSession } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { DELISTING_COLUMN } from "../actions/event-columns.ts";
import { formatTime } from "../bars/format-time.ts";
import type { Universe } from "./read-universe.ts";

/** What the units of a symbol bring after its last bar, as a column beside it; nothing where nobody said. */
export function delistingColumn(
  { symbol, time }: Bars,
  universe: Universe | null,
): Readonly<Record<string, Float64Array>> {
  const delistingReturn = universe?.endOf(symbol).delistingReturn ?? null;
  if (delistingReturn === null || time.length === 0) return {};
  const column = new Float64Array(time.length).fill(Number.NaN);
  column[time.length - 1] = delistingReturn;
  return { [DELISTING_COLUMN]: column };
}

/** Longer than the longest holiday of an exchange. */
const LONGEST_WAIT_DAYS = 11;

/** Symbols that have left, with no bar at which they could be sold, and no word of what they brought. */
export function delistingWarnings(
  bars: readonly Bars[],
  universe: Universe,
  session?: TradingSession,
): readonly string[] {
  const dayOf = tradingDays(session);
  const lastDay = (time: Float64Array): number => dayOf(time.at(-1) ?? Number.NEGATIVE_INFINITY);
  const latest = Math.max(...bars.map(({ time }) => lastDay(time)));
  return bars.flatMap(({ symbol, time }) => {
    const { leaves, delistingReturn } = universe.endOf(symbol);
    const isGone = lastDay(time) < leaves && leaves <= latest + LONGEST_WAIT_DAYS;
    if (delistingReturn !== null || !isGone) return [];
    const end = formatTime(time.at(-1) ?? 0);
    return [
      `${symbol}: left after its last bar, ${end}, and has no delisting_return; what is held keeps its last price`,
    ];
  });
}

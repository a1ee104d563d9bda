import type { TradingSession } from "../../../core/time/trading-session.ts";
import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { timeReader } from "../date-format.ts";
import type { Cell } from "../row-source.ts";

/** The zones in which a day begins first and last. */
const [FIRST, LAST] = ["Pacific/Kiritimati", "Pacific/Niue"].map(
  (timezone): TradingSession => ({ timezone, endMinutes: 1440 }),
);
const WEEK = "Www";
const LOOKED_AT = 1000;

/** What the times of a file leave open although they can be read in one way: whose weeks they are, and whose days. */
export function doubtsOfTimes(
  cells: readonly Cell[],
  format: string | undefined,
  timeframe: string,
): readonly string[] {
  const doubts: string[] = [];
  if (format?.includes(WEEK) === true)
    doubts.push("weeks are taken for those of ISO 8601: they begin on Mondays, and week 1 is that of January 4");
  if (!/[mh]$/.test(timeframe) && hasMoments(cells.slice(0, LOOKED_AT), format))
    doubts.push("times are moments, whose days are those of UTC: add timezone: of the exchange where they are not");
  return doubts;
}

/** Times of daily bars that are on another day in another zone, such as the opening of an exchange in seconds since 1970. */
function hasMoments(cells: readonly Cell[], format: string | undefined): boolean {
  const [first, last] = [FIRST, LAST].map((session) => timeReader(format, { isDaily: true, session }));
  return cells.some((cell) => Math.floor((first?.(cell) ?? 0) / DAY_MS) !== Math.floor((last?.(cell) ?? 0) / DAY_MS));
}

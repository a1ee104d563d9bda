import type { Note } from "../../core/notes/note.ts";
import { DAY_MS, YEAR_MS } from "../../core/time/calendar-year.ts";
import type { Bars } from "../../engine/bars.ts";

/** Of listed shares about one in twenty leaves its exchange a year: in so many years of symbols one is missed. */
const YEARS_OF_ONE_THAT_LEAVES = 20;
/** Of the last bars: holidays of one market are no end. */
const SAME_END_MS = 7 * DAY_MS;

/**
 * Says of several symbols without a universe that none of them ends before the others, where one or more would have: they look like a list of
 * the names of today, from which those that are gone are missing.
 *
 * @param bars cut to the window
 */
export function survivorNotes(bars: readonly Bars[], hasUniverse: boolean): readonly Note[] {
  if (hasUniverse || bars.length < 2) return [];
  const ends = bars.map(({ time }) => time.at(-1) ?? Number.NEGATIVE_INFINITY);
  const last = Math.max(...ends);
  const years = bars.reduce((sum, { time }, index) => sum + ((ends[index] ?? 0) - (time[0] ?? 0)) / YEAR_MS, 0);
  if (years < YEARS_OF_ONE_THAT_LEAVES || ends.some((end) => end < last - SAME_END_MS)) return [];
  const text = `all ${bars.length.toLocaleString("en-US")} symbols last to the end, and nobody says who was in when: names that are gone by now may be missing, which flatters results (data.universe)`;
  return [{ kind: "survivors_only", text }];
}

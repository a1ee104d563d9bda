import { DAY_MS, YEAR_DAYS } from "../../core/time/calendar-year.ts";
import { median } from "../../core/time/trading-year.ts";
import { type Gap, oddGaps, type Tolerance } from "./odd-gaps.ts";
import { absentDays, type TradingRhythm } from "./trading-rhythm.ts";

/** A market that has all but this share of a symbol's days is open whenever that is. */
const SAME_MARKET = 0.99;
/** A holiday comes again each year, some days earlier or later for its weekday. */
const MOVED_HOLIDAY = 3;
/** Not in each: one on a Saturday may not be moved at all. */
const YEARS_AROUND = [-2, -1, 1, 2] as const;
/** Where the days on which there is trade are known. A single day may have been without trade. */
const KNOWN_DAYS: Tolerance = { share: 0.005, longest: 1 };
/** No exchange is closed on more weekdays: Tokyo on 7.7 % of those of 2019. Some months may hold more of them. */
const HOLIDAYS = { share: 0.08, slack: 3 } as const;
/** Too short to know long holidays by: Golden Week took six trading days in Tokyo in 2019, and in Shanghai in 2023. */
const FEW_YEARS = { years: 3, longest: 6 } as const;
/** New York was closed for so long in September 2001. */
const LONGEST_CLOSURE = 4;

/**
 * Whole days that a symbol lacks, in gaps; none where holidays explain them. What its market's holidays are is told by
 * another symbol that trades on the same weekdays and has its days; else by how many and how long they may be.
 *
 * @param all of the backtest, this one among them
 */
export function missingDays(rhythm: TradingRhythm, all: readonly TradingRhythm[]): readonly Gap[] {
  const absent = absentDays(rhythm);
  if (absent.length === 0) return [];
  const present = rhythm.days.length;
  const market = fullestOf(rhythm, all);
  if (market !== null) {
    const open = absent.filter((day) => market.has.has(day));
    return oddGaps(gapsOf(withoutHolidays(open, rhythm), rhythm), present, KNOWN_DAYS);
  }
  const gaps = gapsOf(absent, rhythm);
  if (rhythm.weekdays.size === 7) return oddGaps(gaps, present, KNOWN_DAYS);
  return oddGaps(gaps, present, { ...HOLIDAYS, longest: longestHoliday(gaps, rhythm) });
}

/** The symbol with the most days of those that trade whenever this one does; null when there is none. */
function fullestOf(rhythm: TradingRhythm, all: readonly TradingRhythm[]): TradingRhythm | null {
  let fullest: TradingRhythm | null = null;
  const most = (1 - SAME_MARKET) * rhythm.days.length;
  for (const other of all) {
    if (other === rhythm || other.days.length <= (fullest ?? rhythm).days.length) continue;
    if ([...other.weekdays].join() !== [...rhythm.weekdays].join()) continue;
    let apart = 0;
    for (const day of rhythm.days) if (!other.has.has(day) && ++apart > most) break;
    if (apart <= most) fullest = other;
  }
  return fullest;
}

/** Another market may know fewer holidays, as currencies do: what is absent in most years around, too, is one. */
function withoutHolidays(absent: readonly number[], { days }: TradingRhythm): readonly number[] {
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const known = new Set(absent);
  const isAbsentAround = (day: number): boolean => {
    for (let off = -MOVED_HOLIDAY; off <= MOVED_HOLIDAY; off++) if (known.has(Math.round(day) + off)) return true;
    return false;
  };
  return absent.filter((day) => {
    const others = YEARS_AROUND.map((years) => day + years * YEAR_DAYS).filter(
      (other) => other >= first && other <= last,
    );
    return others.length === 0 || others.filter(isAbsentAround).length < others.length / 2;
  });
}

/** Half as long again as the longest gap of a usual year. */
function longestHoliday(gaps: readonly Gap[], { days }: TradingRhythm): number {
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const years = Math.round((last - first) / YEAR_DAYS);
  if (years < FEW_YEARS.years) return FEW_YEARS.longest;
  const longest = new Float64Array(years);
  for (const { from, missing } of gaps) {
    const year = Math.min(years - 1, Math.floor((from / DAY_MS - first) / YEAR_DAYS));
    longest[year] = Math.max(longest[year] ?? 0, missing);
  }
  return Math.max(LONGEST_CLOSURE, 1.5 * median(longest));
}

/** Absent days with no bar between them are one gap. */
function gapsOf(absent: readonly number[], { has }: TradingRhythm): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const day of absent) {
    const last = gaps.at(-1);
    const at = day * DAY_MS;
    if (last === undefined || hasBetween(has, last.to / DAY_MS, day)) gaps.push({ missing: 1, from: at, to: at });
    else gaps[gaps.length - 1] = { ...last, missing: last.missing + 1, to: at };
  }
  return gaps;
}

function hasBetween(has: ReadonlySet<number>, from: number, to: number): boolean {
  for (let day = from + 1; day < to; day++) if (has.has(day)) return true;
  return false;
}

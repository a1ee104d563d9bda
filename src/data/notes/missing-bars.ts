import { type TradingSession, tradingDays } from "../../core/time/trading-session.ts";
import type { Bars } from "../../engine/bars.ts";
import { DAY_MS } from "../bars/timeframe.ts";
import { median } from "../bars/trading-year.ts";
import { absentDays, type TradingRhythm } from "./trading-rhythm.ts";

/** What a symbol lacks against its usual rhythm. */
export interface MissingBars {
  readonly symbol: string;
  readonly missing: number;
  /** Those that there would be. */
  readonly expected: number;
  readonly unit: "days" | "bars";
  /** Milliseconds UTC of the first one in the longest gap. */
  readonly from: number;
}

/** Golden Week of 2019 in Tokyo and of 2020 in Shanghai took six trading days. */
const LONGEST_HOLIDAY = 6;
/** No exchange is closed on more than some 8 % of its weekdays. */
const MOST_HOLIDAYS = 0.1;
/** Where there are no holidays to be mistaken for missing bars. */
const MOST_MISSING = 0.02;
/** Fewer are no share of anything. */
const FEWEST = 3;
/** A symbol of the same exchange has nearly all days of another. */
const SAME_EXCHANGE = 0.99;
/** A pause at the same time of day on so many days is the exchange's. */
const USUAL_PAUSE = 0.2;
/** Bars between which nothing is for longer than this share of a day's bars are a hole, however few they are. */
const HOLE_OF_DAY = 0.25;
const LONGEST_PAUSE = 5;

/**
 * Whole days that a symbol lacks: more in a row than any holiday, or more than holidays explain. What its exchange's
 * holidays are is told by the fullest symbol that has (nearly) all of its days.
 *
 * @param calendar the fullest symbol with the same weekdays; may be the symbol itself
 */
export function missingDays(rhythm: TradingRhythm, calendar: TradingRhythm): MissingBars | null {
  const absent = absentDays(rhythm);
  const longest = longestRun(absent, rhythm);
  const isSame =
    calendar !== rhythm &&
    rhythm.days.filter((day) => calendar.has.has(day)).length >= SAME_EXCHANGE * rhythm.days.length;
  const closed = isSame ? absent.filter((day) => !calendar.has.has(day)).length : 0;
  const limit = isSame || rhythm.weekdays.size === 7 ? MOST_MISSING : MOST_HOLIDAYS;
  const missing = absent.length - closed;
  const expected = rhythm.days.length + missing;
  const isMuch = missing >= FEWEST && missing > limit * expected;
  if (!isMuch && longest.length <= LONGEST_HOLIDAY) return null;
  const told = isMuch ? missing : longest.length;
  const from = (longest[0] ?? 0) * DAY_MS;
  return { symbol: rhythm.symbol, missing: told, expected: rhythm.days.length + told, unit: "days", from };
}

/** The most absent days without a bar between them. */
function longestRun(absent: readonly number[], { has }: TradingRhythm): readonly number[] {
  let longest: readonly number[] = [];
  let run: number[] = [];
  for (const day of absent) {
    const last = run.at(-1);
    if (last !== undefined && hasBetween(has, last, day)) run = [];
    run.push(day);
    if (run.length > longest.length) longest = run;
  }
  return longest;
}

function hasBetween(has: ReadonlySet<number>, from: number, to: number): boolean {
  for (let day = from + 1; day < to; day++) if (has.has(day)) return true;
  return false;
}

/** Intraday bars that are missing between others of their day; in markets that never close, of any day. */
export function missingInDays(bars: Bars, stepMs: number, session?: TradingSession): MissingBars | null {
  const { time, symbol } = bars;
  const days = time.map(tradingDays(session));
  const perDay = usualPerDay(days);
  const isRoundTheClock = perDay * stepMs >= 0.9 * DAY_MS;
  const pauses: Pause[] = [];
  for (let bar = 1; bar < time.length; bar++) {
    const [before = 0, after = 0] = [time[bar - 1], time[bar]];
    const missing = Math.round((after - before) / stepMs) - 1;
    const isInside = days[bar] === days[bar - 1] || (isRoundTheClock && after - before < DAY_MS);
    if (missing > 0 && isInside) pauses.push({ missing, from: before + stepMs });
  }
  const unusual = withoutUsual(pauses, new Set(days).size);
  return findingOf(unusual, { symbol, bars: time.length, limit: Math.max(LONGEST_PAUSE, HOLE_OF_DAY * perDay) });
}

/** Weekly and longer bars. */
export function missingPeriods({ time, symbol }: Bars, stepMs: number): MissingBars | null {
  const pauses: Pause[] = [];
  for (let bar = 1; bar < time.length; bar++) {
    const before = time[bar - 1] ?? 0;
    const missing = Math.round(((time[bar] ?? 0) - before) / stepMs) - 1;
    if (missing > 0) pauses.push({ missing, from: before + stepMs });
  }
  return findingOf(pauses, { symbol, bars: time.length, limit: LONGEST_PAUSE });
}

interface Pause {
  readonly missing: number;
  readonly from: number;
}

function usualPerDay(days: Float64Array): number {
  const counts = new Map<number, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  return median(Float64Array.from(counts.values()));
}

/** Leaves out those that come at the same time and for as long on many days, such as a lunch hour. */
function withoutUsual(pauses: readonly Pause[], days: number): readonly Pause[] {
  const keyOf = ({ missing, from }: Pause): string => `${from % DAY_MS} ${missing}`;
  const counts = new Map<string, number>();
  for (const pause of pauses) counts.set(keyOf(pause), (counts.get(keyOf(pause)) ?? 0) + 1);
  return pauses.filter((pause) => {
    const count = counts.get(keyOf(pause)) ?? 0;
    return count < FEWEST || count < USUAL_PAUSE * days;
  });
}

function findingOf(
  pauses: readonly Pause[],
  of: { readonly symbol: string; readonly bars: number; readonly limit: number },
): MissingBars | null {
  const missing = pauses.reduce((sum, pause) => sum + pause.missing, 0);
  const longest = pauses.toSorted((a, b) => b.missing - a.missing)[0];
  if (longest === undefined) return null;
  const expected = of.bars + missing;
  const isMuch = missing >= FEWEST && missing > MOST_MISSING * expected;
  if (!isMuch && longest.missing <= of.limit) return null;
  return { symbol: of.symbol, missing, expected, unit: "bars", from: longest.from };
}

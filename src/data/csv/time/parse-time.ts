import { DAY_MS } from "../../../core/time/calendar-year.ts";
import type { DoubtfulTimes } from "./doubtful-times.ts";
import { fromLocal, type TradingSession, tradingDays } from "../../../core/time/trading-session.ts";

/** How the times of a file are meant. */
export interface TimeReading {
  /** Bars of a day or longer: what counts is the day as it is written, not the moment. */
  readonly isDaily: boolean;
  /** Zone of times without an offset; absent: UTC. */
  readonly session?: TradingSession | undefined;
  /** Hears of times that a clock in the zone shows twice, or never. */
  readonly doubts?: DoubtfulTimes;
}

const DATE = /^(\d{4})([-/]?)(\d{2})\2(\d{2})$/;
const LONGEST_DATE = "YYYY-MM-DD".length;
const MOMENT = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|([+-])(\d{2})(?::?(\d{2}))?)?$/;
const EPOCH_SECONDS = /^\d{9,10}(\.\d+)?$/;
const EPOCH_MILLISECONDS = /^\d{12,13}$/;
const MINUTE_MS = 60_000;

/**
 * A time cell in milliseconds UTC; NaN when it is none. Understood: `2020-04-17`, `2020/04/17`
 * and `20200417` (midnight UTC), `2020-04-17T15:30:00Z` with `T` or a space, with any offset or
 * none (then UTC), seconds and milliseconds since 1970. Dates that the calendar does not have
 * are NaN, and so are day-first and month-first ones, which cannot be told apart.
 */
export function parseTime(text: string, reading: TimeReading = { isDaily: false }): number {
  if (text.length <= LONGEST_DATE) {
    const date = DATE.exec(text);
    if (date !== null) return placedAt(midnightUtc(Number(date[1]), Number(date[3]), Number(date[4])), reading);
  }
  const moment = MOMENT.exec(text);
  if (moment !== null) return parseMoment(moment, reading);
  if (EPOCH_MILLISECONDS.test(text)) return momentAt(Number(text), reading);
  return EPOCH_SECONDS.test(text) ? momentAt(Math.round(Number(text) * 1000), reading) : Number.NaN;
}

function parseMoment(
  [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = "0",
    fraction = "",
    zone,
    sign,
    hours = "0",
    minutes = "0",
  ]: RegExpExecArray,
  reading: TimeReading,
): number {
  const written =
    midnightUtc(Number(year), Number(month), Number(day)) +
    timeOfDay(Number(hour), Number(minute), Number(second), fraction);
  if (Number.isNaN(written)) return written;
  if (zone === undefined) return placedAt(written, reading);
  const ahead = offsetMs(Number(hours), Number(minutes)) * (sign === "-" ? -1 : 1);
  if (!reading.isDaily || Number.isNaN(ahead)) return written - ahead;
  return ahead === 0 ? momentAt(written, reading) : written;
}

/** Milliseconds; NaN for what no clock shows. 24:00 is the end of the day, and no moment after it; of a fraction, milliseconds count. */
function timeOfDay(hour: number, minute: number, second: number, fraction: string): number {
  const ms = fraction === "" ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
  const time = hour * 60 * MINUTE_MS + minute * MINUTE_MS + second * 1000 + ms;
  return minute < 60 && second < 60 && time <= DAY_MS ? time : Number.NaN;
}

/** NaN for one that no zone has. */
function offsetMs(hours: number, minutes: number): number {
  return hours < 24 && minutes < 60 ? hours * 60 * MINUTE_MS + minutes * MINUTE_MS : Number.NaN;
}

/** A time without an offset: that of a clock in the zone of the data. The day of a daily bar stays as it is written. */
export function placedAt(written: number, { isDaily, session, doubts }: TimeReading): number {
  if (isDaily || session === undefined) return written;
  doubts?.hear(written, session.timezone);
  return localClock(session.timezone)(written);
}

let clock: { readonly timezone: string; readonly toUtc: (local: number) => number } | null = null;

/** Of the zone that was asked for last: files are read one after the other. */
function localClock(timezone: string): (local: number) => number {
  if (clock?.timezone !== timezone) clock = { timezone, toUtc: fromLocal(timezone) };
  return clock.toUtc;
}

/** A moment of UTC. For a daily bar it means the day that it is in the zone of the data, unless it is a midnight. */
export function momentAt(time: number, { isDaily, session }: TimeReading): number {
  if (!isDaily || session === undefined || time % DAY_MS === 0) return time;
  return tradingDays(session)(time) * DAY_MS;
}

const DAYS_IN_MONTH = Int8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/**
 * By arithmetic, since a `Date` for each row is what takes longest in a large file.
 *
 * @param month 1…12
 * @returns NaN for a day that the month does not have
 * @see https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
export function midnightUtc(year: number, month: number, day: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (DAYS_IN_MONTH[month] ?? 0) + (isLeap && month === 2 ? 1 : 0);
  if (!(day >= 1 && day <= days)) return Number.NaN;
  // Years begin in March, so that the leap day is their last.
  const marchYear = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return (marchYear * 365 + leapDays + dayOfYear - 719_468) * DAY_MS;
}

import { barSpan, type BarSpan } from "../../core/time/bar-span.ts";
import { DAY_MS } from "../../core/time/calendar-year.ts";
import type { BarClock } from "./bar-clock.ts";

/** Which bar of a higher time frame each bar is a part of. */
export interface FramePeriods {
  /** A number that grows from period to period; NaN for a bar in no session. */
  readonly idOf: (bar: number) => number;
  /** When the period of a bar is over, as it is known at that bar, milliseconds UTC; Infinity while another of its days is to come. */
  readonly endOf: (bar: number) => number;
}

const WANTED = "minutes or hours (15m, 4h) below a day, 1d, 1w, 1M, 3M, 6M or 12M";
const MONTHS: ReadonlySet<number> = new Set([1, 3, 6, 12]);

/**
 * Periods of a higher time frame. Minutes and hours are counted from the open of the session, or of the trading day; weeks begin on
 * Mondays; months are of the calendar, 3M are its quarters.
 *
 * @param base length of the bars; null when it is not known
 * @throws RangeError for a frame that there is none of, or that the bars do not fit into
 */
export function framePeriods(frame: string, clock: BarClock, base: BarSpan | null): FramePeriods {
  const span = frameSpan(frame);
  if (base !== null) checkFit(frame, span, base);
  if (span.months === null && span.ms < DAY_MS) return withinDays(clock, span.ms);
  return ofDays(clock, dayCounter(span));
}

function frameSpan(frame: unknown): BarSpan {
  const span = typeof frame === "string" && frame.length <= 8 ? barSpan(frame) : null;
  const isKnown =
    span !== null && (span.months === null ? span.ms <= DAY_MS || span.ms === 7 * DAY_MS : MONTHS.has(span.months));
  if (span !== null && isKnown) return span;
  const shown = typeof frame === "string" ? JSON.stringify(frame.slice(0, 20)) : typeof frame;
  throw new RangeError(`bars.resample takes ${WANTED}, not ${shown}`);
}

function checkFit(frame: string, span: BarSpan, base: BarSpan): void {
  if (base.months !== null) {
    if (span.months !== null && span.months % base.months === 0) return;
  } else if (span.months !== null) {
    // A week may lie in two months.
    if (base.ms <= DAY_MS && DAY_MS % base.ms === 0) return;
  } else if (span.ms % base.ms === 0) return;
  throw new RangeError(
    `Bars of ${shownLength(base)} do not fit into bars of ${frame}: take a multiple of their length`,
  );
}

function shownLength({ ms, months }: BarSpan): string {
  if (months !== null) return `${months}M`;
  if (ms % (7 * DAY_MS) === 0) return `${ms / DAY_MS / 7}w`;
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  return ms % 3_600_000 === 0 ? `${ms / 3_600_000}h` : `${ms / 60_000}m`;
}

/** Minutes and hours. A period that would end in a break of the session, or after its close, ends with the trading. */
function withinDays({ day, start, open, close, pause, resume }: BarClock, ms: number): FramePeriods {
  const mostADay = Math.ceil((2 * DAY_MS) / ms);
  const placeOf = (bar: number): number => {
    const begins = open[bar] ?? Number.NaN;
    const at = Math.max(start[bar] ?? Number.NaN, begins);
    const isPaused = at >= (pause?.[bar] ?? Number.NaN) && at < (resume?.[bar] ?? Number.NaN);
    return Math.floor(((isPaused ? (resume?.[bar] ?? at) : at) - begins) / ms);
  };
  return {
    idOf: (bar) => (day[bar] ?? Number.NaN) * mostADay + placeOf(bar),
    endOf(bar) {
      const end = Math.min((open[bar] ?? Number.NaN) + (placeOf(bar) + 1) * ms, close[bar] ?? Number.NaN);
      const pausesAt = pause?.[bar] ?? Number.NaN;
      return end > pausesAt && end <= (resume?.[bar] ?? Number.NaN) ? pausesAt : end;
    },
  };
}

/** Days, weeks and months: over with the last day that was to be traded in them. */
function ofDays({ day, next, close }: BarClock, periodOf: (day: number) => number): FramePeriods {
  return {
    idOf: (bar) => periodOf(day[bar] ?? Number.NaN),
    endOf: (bar) =>
      periodOf(next[bar] ?? Number.NaN) > periodOf(day[bar] ?? Number.NaN)
        ? (close[bar] ?? Number.NaN)
        : Number.POSITIVE_INFINITY,
  };
}

function dayCounter({ ms, months }: BarSpan): (day: number) => number {
  if (months !== null) return (day) => Math.floor(monthOf(day) / months);
  // 1970-01-01 was a Thursday.
  return ms === DAY_MS ? (day) => day : (day) => Math.floor((day + 3) / 7);
}

function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

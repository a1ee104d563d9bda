import type { Span, SpanUnit } from "../spec/study-spec.ts";
import { DAY_MS } from "./calendar-year.ts";

const LETTERS: Readonly<Record<string, SpanUnit>> = { d: "days", w: "weeks", M: "months", y: "years" };

/** `4y`, `6M`, `2w`, `90d`, `1000 bars`; null when the text is none of these. */
export function parseSpan(text: string): Span | null {
  const match = /^([1-9]\d{0,8})(d|w|M|y| ?bars?)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { count: Number(match[1]), unit: LETTERS[match[2]] ?? "bars" };
}

/** The same as it is written. */
export function formatSpan({ count, unit }: Span): string {
  const letter = Object.entries(LETTERS).find(([, known]) => known === unit)?.[0];
  return letter === undefined ? `${count} ${count === 1 ? "bar" : "bars"}` : `${count}${letter}`;
}

/**
 * That much later by the calendar of UTC. A month from 31 January is the last day of February, so that no span ever
 * steps over a whole month.
 *
 * @param span not of bars
 */
export function addSpan(timeMs: number, { count, unit }: Span): number {
  switch (unit) {
    case "days":
      return timeMs + count * DAY_MS;
    case "weeks":
      return timeMs + 7 * count * DAY_MS;
    case "months":
      return addMonths(timeMs, count);
    case "years":
      return addMonths(timeMs, 12 * count);
    case "bars":
      throw new TypeError("Bars are no time");
  }
}

function addMonths(timeMs: number, months: number): number {
  const at = new Date(timeMs);
  const first = new Date(timeMs);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return first.getTime();
}

const DAYS: Readonly<Record<Exclude<SpanUnit, "bars">, number>> = {
  days: 1,
  weeks: 7,
  months: 30.436875,
  years: 365.2425,
};

/** Whether one span is surely shorter than another; null where bars are held against a calendar. */
export function isShorter(a: Span, b: Span): boolean | null {
  if (a.unit === "bars" || b.unit === "bars") return a.unit === b.unit ? a.count < b.count : null;
  // A month is between 28 and 31 days: equal within that is not shorter.
  return a.count * DAYS[a.unit] < b.count * DAYS[b.unit] * 0.99;
}

import { DAY_MS } from "../../../core/time/calendar-year.ts";
import { isBlank } from "./number-reader.ts";

/** `empty`: nothing. `ambiguous`: `03/04/2024`, whose day may be its month. `no_such_day`: 30 February. */
export type DayFault = "empty" | "ambiguous" | "no_such_day" | "text";

const DASH = 45;
const SLASH = 47;
const POINT = 46;
const MISSING = /^(|nan|nat|na|n\/a|null|none)$/i;

/**
 * Reads a moment from the bytes of a field: `2024-01-31`, `2024/01/31`, `20240131` or `31.01.2024`, each with a time of day and an
 * offset or without. The day is the day as written, whatever the offset.
 */
export class DayReader {
  /** After `read`: null when it was a moment. */
  fault: DayFault | null = null;
  /** Days since 1970-01-01, as written. */
  day = Number.NaN;
  /** Milliseconds UTC; of a moment without an offset as if it were UTC. */
  time = Number.NaN;
  /** Whether it has a time of day. */
  hasClock = false;

  /** @returns whether it was a moment */
  read(bytes: Buffer, start: number, end: number): boolean {
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    const mark = bytes[from + 4];
    const isIso = to - from >= 10 && mark === bytes[from + 7] && (mark === DASH || mark === SLASH || mark === POINT);
    if (isIso) {
      const year = digitsAt(bytes, from, 4);
      const month = digitsAt(bytes, from + 5, 2);
      const date = digitsAt(bytes, from + 8, 2);
      if (to - from === 10) return this.#set({ year, month, date }, 0, 0);
      const written = { year, month, date };
      const seconds = to - from === 19 ? plainClock(bytes, from + 10) : Number.NaN;
      if (!Number.isNaN(seconds)) return this.#setClock(written, seconds * 1000, 0);
      return this.#withClock(written, bytes.toString("latin1", from + 10, Math.min(to, from + 80)));
    }
    return this.#readOther(bytes.toString("latin1", from, Math.min(to, from + 80)));
  }

  #readOther(text: string): boolean {
    if (MISSING.test(text)) return this.#fail("empty");
    const compact = /^(\d{4})(\d{2})(\d{2})(?=$|[ T])/.exec(text);
    const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[ T])/.exec(text);
    if (compact !== null) {
      const [whole, year, month, date] = compact.map(Number);
      void whole;
      return this.#withClock({ year, month, date }, text.slice(8));
    }
    if (dotted !== null) {
      const [, date, month, year] = dotted.map(Number);
      return this.#withClock({ year, month, date }, text.slice(dotted[0].length));
    }
    return this.#fail(/^\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})(?=$|[ T,])/.test(text) ? "ambiguous" : "text");
  }

  #withClock(written: Written, rest: string): boolean {
    if (rest === "") return this.#set(written, 0, 0);
    const clock = /^[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i.exec(
      rest,
    );
    if (clock === null) return this.#fail("text");
    const [, hour = "0", minute = "0", second = "0", fraction = "", zone = ""] = clock;
    const ms = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(`0.${fraction}0`) * 1000;
    const isClock = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61;
    return isClock ? this.#setClock(written, ms, offsetMs(zone)) : this.#fail("text");
  }

  #setClock(written: Written, clockMs: number, offset: number): boolean {
    const isSet = this.#set(written, clockMs, offset);
    this.hasClock = isSet;
    return isSet;
  }

  #set(
    { year = Number.NaN, month = Number.NaN, date = Number.NaN }: Written,
    clockMs: number,
    offset: number,
  ): boolean {
    if (Number.isNaN(year + month + date)) return this.#fail("text");
    if (year < 1800 || year > 2199 || month < 1 || month > 12 || date < 1 || date > lastOf(year, month)) {
      return this.#fail("no_such_day");
    }
    this.fault = null;
    this.hasClock = false;
    this.day = daysSinceEpoch(year, month, date);
    this.time = this.day * DAY_MS + clockMs - offset;
    return true;
  }

  #fail(fault: DayFault): boolean {
    this.fault = fault;
    this.day = Number.NaN;
    this.time = Number.NaN;
    this.hasClock = false;
    return false;
  }
}

interface Written {
  readonly year: number | undefined;
  readonly month: number | undefined;
  readonly date: number | undefined;
}

/** NaN when there are others than digits. */
function digitsAt(bytes: Buffer, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** ` 09:20:00` in seconds after midnight; NaN of anything else. */
function plainClock(bytes: Buffer, from: number): number {
  const before = bytes[from];
  const isPlain = (before === 32 || before === 84) && bytes[from + 3] === 58 && bytes[from + 6] === 58;
  if (!isPlain) return Number.NaN;
  const [hour, minute, second] = [
    digitsAt(bytes, from + 1, 2),
    digitsAt(bytes, from + 4, 2),
    digitsAt(bytes, from + 7, 2),
  ];
  return hour < 24 && minute < 60 && second < 61 ? (hour * 60 + minute) * 60 + second : Number.NaN;
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes = "0"] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function lastOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Proleptic Gregorian, without a Date per row (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function daysSinceEpoch(year: number, month: number, date: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

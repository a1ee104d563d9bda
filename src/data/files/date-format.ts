import { AppError } from "../../core/errors/app-error.ts";
import { fromLocal, isTimezone } from "../../core/time/trading-session.ts";
import { midnightUtc, momentAt, parseTime, placedAt, type TimeReading } from "../csv/time/parse-time.ts";
import { dayOfIsoWeek } from "./iso-week.ts";
import { monthNamed } from "./month-names.ts";
import type { Cell } from "./row-source.ts";

/** A time cell in milliseconds UTC; NaN when it is none. */
export type ReadTime = (cell: Cell) => number;

/** What may stand in a `date_format`, the longest first, and what it stands for. */
const TOKENS = [
  ["dddd", "weekday", String.raw`\p{L}{2,15}\.?`],
  ["YYYY", "year", String.raw`(\d{4})`],
  ["Www", "week", String.raw`W(\d{2})`],
  ["YY", "shortYear", String.raw`(\d{2})`],
  ["MMM", "monthName", String.raw`(\p{L}{3,12})\.?`],
  ["MM", "month", String.raw`(\d{2})`],
  ["M", "month", String.raw`(\d{1,2})`],
  ["DD", "day", String.raw`(\d{2})`],
  ["D", "day", String.raw`(\d{1,2})`],
  ["HH", "hour", String.raw`(\d{2})`],
  ["H", "hour", String.raw`(\d{1,2})`],
  ["mm", "minute", String.raw`(\d{2})`],
  ["ss", "second", String.raw`(\d{2}(?:\.\d+)?)`],
  ["A", "half", String.raw`([AP]\.?M\.?)`],
  ["Z", "offset", String.raw`(Z|UTC|GMT|[+-]\d{2}:?\d{2})`],
  ["z", "zone", String.raw`([A-Za-z]+(?:\/[A-Za-z_+\-\d]+)*)`],
] as const;
type Part = (typeof TOKENS)[number][1];

const EPOCH = "epoch";
const EXCEL = "excel";
const EPOCH_NUMBER = /^-?\d+(\.\d+)?$/;

/** Half a sentence on what is wrong with a `date_format`, or null. */
function dateFormatProblem(format: string): string | null {
  if (format === EPOCH || format === EXCEL) return null;
  const { parts, literals } = compile(format);
  const letter = /[^T\P{L}]/u.exec(literals)?.[0];
  if (letter !== undefined) return `has "${letter}", which stands for nothing`;
  const has = (part: Part): boolean => parts.includes(part);
  if (has("week") && (has("month") || has("monthName"))) return "has both a month and a week";
  const lacks = [
    has("year") || has("shortYear") ? [] : "a year (YYYY)",
    has("month") || has("monthName") || has("week") ? [] : "a month (MM, M or MMM), or a week (Www)",
  ].flat();
  if (lacks.length > 0) return `lacks ${lacks.join(", ")}`;
  return new Set(parts).size < parts.length ? "names a part of the date twice" : null;
}

/**
 * @param format such as `DD.MM.YYYY HH:mm`, without a day the first of the month; `YYYY-Www-D` for weeks of ISO 8601, without a day their
 *   Monday; `epoch`: seconds, milli-, micro- or
 *   nanoseconds, told by their size; or `excel`: days since the end of 1899, with the time of day as a fraction.
 *   Absent: as `parseTime` reads times
 * @throws AppError DATASET_INVALID for a format without year and month
 */
export function timeReader(format: string | undefined, reading: TimeReading): ReadTime {
  if (format === undefined) return (cell) => parseTime(String(cell), reading);
  if (format === EPOCH) return (cell) => readEpoch(cell, reading);
  if (format === EXCEL) return (cell) => readSerial(cell, reading);
  checkDateFormat(format);
  return formatReader(format, reading);
}

/** @throws AppError DATASET_INVALID for a format without year and month; `details.key` is the key of `data` */
export function checkDateFormat(format: string | undefined): void {
  const problem = format === undefined ? null : dateFormatProblem(format);
  if (problem !== null)
    throw new AppError("DATASET_INVALID", `date_format "${format}" ${problem}`, {
      hint: "For example YYYY-MM-DD, DD.MM.YYYY HH:mm, M/D/YYYY H:mm, YYYY-Www, epoch, or excel.",
      details: { key: "date_format" },
    });
}

function readEpoch(cell: Cell, reading: TimeReading): number {
  if (typeof cell === "string" && !EPOCH_NUMBER.test(cell)) return Number.NaN;
  const value = Number(cell);
  const size = Math.abs(value);
  const perMs = size < 1e11 ? 1e-3 : size < 1e14 ? 1 : size < 1e17 ? 1e3 : 1e6;
  const time = perMs === 1e-3 ? Math.round(value * 1000) : Math.floor(value / perMs);
  return momentAt(time, reading);
}

/** Day 60 is a day that 1900 did not have: before March of that year serials say other days, and nobody has such prices. */
const FIRST_SERIAL = 61;
const SERIAL_ZERO = Date.UTC(1899, 11, 30);

function readSerial(cell: Cell, reading: TimeReading): number {
  if (typeof cell === "string" && !EPOCH_NUMBER.test(cell)) return Number.NaN;
  const days = Number(cell);
  if (!(days >= FIRST_SERIAL)) return Number.NaN;
  return placedAt(SERIAL_ZERO + Math.round(days * DAY_SECONDS) * 1000, reading);
}

const DAY_SECONDS = 86_400;

interface Compiled {
  readonly pattern: RegExp;
  readonly parts: readonly Part[];
  /** Everything else in it. */
  readonly literals: string;
}

function compile(format: string): Compiled {
  const parts: Part[] = [];
  let pattern = "";
  let literals = "";
  for (let rest = format; rest !== ""; ) {
    const token = TOKENS.find(([name]) => rest.startsWith(name));
    if (token !== undefined) {
      if (token[1] !== "weekday") parts.push(token[1]);
      pattern += token[2];
      rest = rest.slice(token[0].length);
      continue;
    }
    const blanks = /^\s+/.exec(rest)?.[0];
    pattern += blanks === undefined ? escaped(rest.charAt(0)) : String.raw`\s+`;
    literals += rest.charAt(0);
    rest = rest.slice(blanks?.length ?? 1);
  }
  return { pattern: new RegExp(`^${pattern}$`, "iu"), parts, literals };
}

function escaped(sign: string): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}

function formatReader(format: string, reading: TimeReading): ReadTime {
  const { pattern, parts } = compile(format);
  const at = Object.fromEntries(parts.map((part, index) => [part, index + 1])) as Places;
  const clocks = new Map<string, (local: number) => number>();
  const clockOf = (zone: string): ((local: number) => number) | null => {
    if (!isTimezone(zone)) return null;
    const clock = clocks.get(zone) ?? fromLocal(zone);
    clocks.set(zone, clock);
    return clock;
  };
  return (cell) => {
    const match = pattern.exec(String(cell));
    if (match === null) return Number.NaN;
    const written = writtenTime(match, at);
    if (at.offset !== undefined) return withOffset(written, match[at.offset] ?? "", reading);
    if (at.zone === undefined) return placedAt(written, reading);
    const clock = clockOf(match[at.zone] ?? "");
    if (clock === null) return Number.NaN;
    // The day of a daily bar stays as it is written.
    return reading.isDaily ? written : clock(written);
  };
}

type Places = Partial<Record<Part, number>>;

/** As a clock shows it, in milliseconds, as if it showed UTC; NaN for what calendar and clock do not have. */
function writtenTime(match: RegExpExecArray, at: Places): number {
  const day = at.day === undefined ? 1 : numberAt(match, at.day);
  const year = yearOf(match, at);
  const midnight =
    at.week === undefined
      ? midnightUtc(year, monthOf(match, at), day)
      : dayOfIsoWeek(year, numberAt(match, at.week), day);
  const shown = numberAt(match, at.hour);
  const half = at.half === undefined ? "" : (match[at.half] ?? "").charAt(0).toUpperCase();
  if (half !== "" && !(shown >= 1 && shown <= 12)) return Number.NaN;
  const hour = half === "" ? shown : (shown % 12) + (half === "P" ? 12 : 0);
  const minute = numberAt(match, at.minute);
  const second = numberAt(match, at.second);
  if (!(hour < 24 && minute < 60 && second < 60)) return Number.NaN;
  return midnight + (hour * 60 + minute) * 60_000 + Math.round(second * 1000);
}

function yearOf(match: RegExpExecArray, { year, shortYear }: Places): number {
  if (shortYear === undefined) return numberAt(match, year);
  const short = numberAt(match, shortYear);
  // As POSIX has it: 69…99 are of the last century.
  return short + (short < 69 ? 2000 : 1900);
}

function monthOf(match: RegExpExecArray, { month, monthName }: Places): number {
  if (monthName === undefined) return numberAt(match, month);
  return monthNamed(match[monthName] ?? "") ?? 0;
}

/** 0 for what is not written. */
function numberAt(match: RegExpExecArray, place: number | undefined): number {
  return place === undefined ? 0 : Number(match[place]);
}

function withOffset(written: number, offset: string, reading: TimeReading): number {
  if (!/\d/.test(offset)) return momentAt(written, reading);
  if (reading.isDaily) return written;
  const digits = offset.replaceAll(/\D/g, "");
  const size = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return written + (offset.startsWith("-") ? size : -size);
}

import { timeReader } from "../date-format.ts";
import type { Cell } from "../row-source.ts";

/** The day in every order that is in use; what one reading of a cell forbids drops out. */
const DAYS = [
  ..."/-".split("").flatMap((sign) => ["D", "M"].map((first) => [first, first === "D" ? "M" : "D"].join(sign) + sign)),
  "D.M.",
].flatMap((start) => [`${start}YYYY`, `${start}YY`]);
const OTHER_DAYS = [
  "YYYY.M.D",
  "YYYY-M-D",
  "YYYY/M/D",
  "YYYYMMDD",
  "D-MMM-YYYY",
  "D-MMM-YY",
  "D MMM YYYY",
  "D. MMM YYYY",
  "MMM D, YYYY",
  "MMM D YYYY",
  "dddd, MMM D, YYYY",
  "dddd MMM D YYYY",
  "dddd, D MMM YYYY",
  "YYMMDD",
  "YYYY-Www-D",
  "YYYYWwwD",
];
/** Of bars of a week: its Monday is meant. */
const WEEKS = ["YYYY-Www", "YYYYWww"];
/** Of bars of a month: its first day is meant. */
const MONTHS = ["YYYY-MM", "YYYY/MM", "YYYY.MM", "YYYYMM", "MM/YYYY", "MM.YYYY", "MMM YYYY", "MMM-YYYY", "MMM-YY"];
const CLOCKS = [
  "",
  " H:mm",
  " H:mm:ss",
  " HHmmss",
  " HHmm",
  " H:mm A",
  " H:mm:ss A",
  " H:mm:ss z",
  " H:mm z",
  " H:mm:ss Z",
  "TH:mm",
  "TH:mm:ssZ",
  "TH:mm:ss",
];

/** Undefined is the usual way, which needs no key. */
const CANDIDATES: readonly (string | undefined)[] = [
  undefined,
  "epoch",
  "excel",
  ...MONTHS,
  ...WEEKS,
  ...[...OTHER_DAYS, ...DAYS].flatMap((day) => CLOCKS.map((clock) => day + clock)),
];

/**
 * The formats by which every one of these cells is a time; more than one when they say different times.
 *
 * @param cells none of them empty
 */
export function dateCandidates(cells: readonly Cell[]): readonly (string | undefined)[] {
  const [probe = ""] = cells;
  const readers = candidatesFor(cells)
    .map((format) => ({ format, read: timeReader(format, { isDaily: false }) }))
    .filter(({ read }) => Number.isFinite(read(probe)));
  const alive = readers.filter(({ read }) => cells.every((cell) => Number.isFinite(read(cell))));
  const different: (typeof alive)[number][] = [];
  for (const one of alive)
    if (!different.some((other) => cells.every((cell) => one.read(cell) === other.read(cell)))) different.push(one);
  // What is read without a key is what runs read; nobody writes eight digits of another meaning.
  const usual = different.find(({ format }) => format === undefined);
  return usual === undefined ? different.map(({ format }) => format) : [undefined];
}

/** The length of bars whose dates have no day; null where these have one. */
export function periodOf(format: string | undefined): "1w" | "1M" | null {
  if (format === undefined) return null;
  if (WEEKS.includes(format)) return "1w";
  return MONTHS.includes(format) ? "1M" : null;
}

/** Days since 1900 are five digits, and seconds since 1970 nine or more from 1973 on: one is not the other. */
function candidatesFor(cells: readonly Cell[]): readonly (string | undefined)[] {
  const most = cells.reduce<number>((max, cell) => Math.max(max, Number(cell) || 0), 0);
  return CANDIDATES.filter(
    (format) => !((format === "epoch" && most < LEAST_EPOCH) || (format === "excel" && most >= MOST_SERIAL)),
  );
}

/** In the year 2173. */
const MOST_SERIAL = 100_000;
/** In 1973; seconds. */
const LEAST_EPOCH = 1e8;

/** The first cell that is not written as those before it; null when no cell is a time. */
export function firstOddCell(cells: readonly Cell[]): number | null {
  const places = CANDIDATES.map((format) => {
    const read = timeReader(format, { isDaily: false });
    return cells.findIndex((cell) => !Number.isFinite(read(cell)));
  });
  const furthest = Math.max(...places);
  return furthest <= 0 ? null : furthest;
}

import type { WrittenReading } from "../../../core/spec/data-reading.ts";
import { looksLikeTime } from "../../csv/time/looks-like-time.ts";
import { alignedShape } from "./aligned-shape.ts";
import { readNumber } from "../read-number.ts";
import { isEmptyCell } from "../row-source.ts";

type Delimiter = NonNullable<WrittenReading["delimiter"]>;

export interface TextShape {
  readonly delimiter: Delimiter;
  readonly skipLines: number;
  /** The first row of data where the file has no header; null where it has one. */
  readonly headless: readonly string[] | null;
  /** Headers of a table that has several lines of them: tickers or units below the names. */
  readonly header: readonly string[] | null;
}

const LOOKED_AT_BYTES = 65_536;
const LOOKED_AT_LINES = 30;
/** The comma last: it may be a decimal sign between others. */
const DELIMITERS: readonly (readonly [Delimiter, string])[] = [
  ["tab", "\t"],
  [";", ";"],
  ["|", "|"],
  [",", ","],
];
const FEWEST_CELLS = 2;

/** Where a table begins in a text, and at what its lines are cut; null when there is none. */
export function textShape(bytes: Uint8Array): TextShape | null {
  const lines = new TextDecoder().decode(bytes.subarray(0, LOOKED_AT_BYTES)).split("\n").slice(0, LOOKED_AT_LINES);
  if (bytes.length > LOOKED_AT_BYTES && lines.length > 1) lines.pop();
  const texts = lines.map((line) => line.replace(/\r$/, ""));
  const last = texts.findLast((line) => line.trim() !== "") ?? "";
  const aligned = alignedShape(texts);
  if (aligned !== null) return aligned;
  const scored = DELIMITERS.map(([delimiter, sign]) => ({ delimiter, sign, width: cellsOf(last, sign).length }));
  const [best] = scored.toSorted((a, b) => Number(b.width >= 4) - Number(a.width >= 4) || b.width - a.width);
  if (best === undefined || best.width < FEWEST_CELLS) return null;
  // A delimiter other than the comma that cuts into enough cells is none by accident.
  const { delimiter, sign, width } = scored.find((each) => each.width >= 4) ?? best;
  const start = texts.findIndex((line) => cellsOf(line, sign).length >= Math.max(FEWEST_CELLS, width - 1));
  const first = cellsOf(texts[start] ?? "", sign).map((cell) => cell.replace(/^\u{feff}/u, ""));
  const more = isData(first) ? 0 : moreHeaders(texts.slice(start + 1).map((line) => cellsOf(line, sign)));
  if (more === 0) return { delimiter, skipLines: start, headless: isData(first) ? first : null, header: null };
  // That of yfinance, whose columns are called a price and whose dates have their name two lines below.
  const names = first[0]?.toLowerCase() === "price" && more > 1 ? ["date", ...first.slice(1)] : first;
  return { delimiter, skipLines: start + 1 + more, headless: null, header: names };
}

const MOST_HEADERS = 3;

/** How many of the first rows are words alone; 0 where no row of data follows on them. */
function moreHeaders(rows: readonly (readonly string[])[]): number {
  const first = rows.findIndex((cells) => !isWords(cells));
  return first > 0 && first < MOST_HEADERS && isData(rows[first] ?? []) ? first : 0;
}

function isWords(cells: readonly string[]): boolean {
  const written = cells.filter((cell) => cell !== "");
  return written.length > 0 && !written.some((cell) => isEmptyCell(cell) || looksLikeTime(cell) || isNumber(cell));
}

function isData(cells: readonly string[]): boolean {
  const values = cells.filter((cell) => looksLikeTime(cell) || isNumber(cell));
  return values.length * 2 > cells.length;
}

function isNumber(cell: string): boolean {
  return Number.isFinite(readNumber(cell, ".")) || Number.isFinite(readNumber(cell, ","));
}

function cellsOf(line: string, sign: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === sign && !isQuoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

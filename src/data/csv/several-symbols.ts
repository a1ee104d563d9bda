import { AppError } from "../../core/errors/app-error.ts";
import { plainHeader } from "./csv-columns.ts";
import type { CsvHeader } from "./csv-header.ts";

const HEADERS: ReadonlySet<string> = new Set([
  "actsymbol",
  "asset",
  "coin",
  "cusip",
  "figi",
  "instrument",
  "isin",
  "name",
  "pair",
  "permno",
  "security",
  "sedol",
  "stock",
  "stockcode",
  "sym",
  "symbol",
  "symbols",
  "ticker",
  "tscode",
  "tsym",
]);
const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const SHOWN = 3;
const COUNTED = 1000;

/**
 * Refuses a long file, in which a column says whose bar each row is. It may well be in order by its times alone: one
 * symbol's years after another's.
 *
 * @throws AppError DATASET_INVALID naming the column and some of its symbols
 */
export function refuseSeveralSymbols(bytes: Uint8Array, header: CsvHeader, file: string): void {
  const position = symbolHeader(header.names);
  if (position === null) return;
  const symbols = cellsAt(bytes, header, position);
  if (symbols.size < 2) return;
  throw severalSymbols(symbols, { file, line: header.line, name: header.names[position] ?? "" });
}

/** Position of the column that says whose bar a row is; null when none is called so. */
export function symbolHeader(names: readonly string[]): number | null {
  const position = names.findIndex((name) => HEADERS.has(plainHeader(name)));
  return position < 0 ? null : position;
}

export function severalSymbols(
  symbols: ReadonlySet<string>,
  { file, line, name }: { readonly file: string; readonly line: number; readonly name: string },
): AppError {
  const shown = [...symbols].slice(0, SHOWN).join(", ");
  const count = symbols.size >= COUNTED ? `${COUNTED} symbols or more` : `${symbols.size} symbols`;
  return new AppError(
    "DATASET_INVALID",
    `${file}:${line}: the column "${name}" holds ${count} (${shown}${symbols.size > SHOWN ? ", …" : ""}); a file holds the bars of one`,
    {
      hint: `Write symbol_column: "${name}" with the symbols that you want, or one file per symbol, and csv: "./{symbol}.csv". If they are one series all the same, leave the column out.`,
    },
  );
}

/** The different values in one column, a thousand at most. */
function cellsAt(bytes: Uint8Array, { bodyStart, delimiter }: CsvHeader, position: number): ReadonlySet<string> {
  const found = new Set<string>();
  let last = new Uint8Array();
  for (let start = bodyStart; start < bytes.length && found.size < COUNTED; ) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed < 0 ? bytes.length : lineFeed;
    const cell = cellOf(bytes.subarray(start, end), delimiter, position);
    start = end + 1;
    // Neighbours are mostly the same: no text is made for them.
    if (cell === null || Buffer.compare(cell, last) === 0) continue;
    last = cell;
    const text = new TextDecoder().decode(cell).replaceAll('"', "").trim();
    if (text !== "") found.add(text);
  }
  return found;
}

/** Null in a row that is too short. A delimiter inside of quotes is none. */
function cellOf(line: Uint8Array, delimiter: number, position: number): Uint8Array<ArrayBuffer> | null {
  let start = 0;
  let index = 0;
  let isQuoted = false;
  for (let offset = 0; offset < line.length; offset++) {
    if (line[offset] === QUOTE) isQuoted = !isQuoted;
    if (isQuoted || line[offset] !== delimiter) continue;
    if (index === position) return new Uint8Array(line.subarray(start, offset));
    index++;
    start = offset + 1;
  }
  return index === position ? new Uint8Array(line.subarray(start)) : null;
}

import { looksLikeTime } from "../../csv/time/looks-like-time.ts";
import { blankCells } from "../blank-rows.ts";
import { readNumber } from "../read-number.ts";

const FEWEST_CELLS = 2;
const OTHER_SIGNS = /[;|\t]/;
const PRICE = /^(open|high|low|close|price|last)$/i;
const RULE = /^[-=+\s]+$/;
const TIME_OF_DAY = /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/;

export interface AlignedShape {
  readonly delimiter: "blanks";
  readonly skipLines: number;
  /** The first row where there is no header. */
  readonly headless: readonly string[] | null;
  /** The names, where they are not one line that is cut as the rows are. */
  readonly header: readonly string[] | null;
}

/**
 * The shape of a table whose columns are aligned by blanks, as programs print them: pandas with the name of its index a line below
 * the others, rows with their number before them, a rule below the header, headers with a blank inside. Null when it is none. Where
 * names and cells are not as many, and nothing says why, it is left to the reader to refuse it.
 *
 * @param lines the first of the file
 */
export function alignedShape(lines: readonly string[]): AlignedShape | null {
  const last = lines.findLast((line) => line.trim() !== "") ?? "";
  const width = blankCells(last).length;
  if (width < FEWEST_CELLS || OTHER_SIGNS.test(last) || !isRow(last, width)) return null;
  const start = lines.findIndex((line) => isRow(line, width));
  const row = blankCells(lines[start] ?? "");
  const above = lines.slice(0, start).flatMap((text, line) => (text.trim() === "" ? [] : [{ text, line }]));
  const words = above.filter(({ text }) => !RULE.test(text));
  const header = words.at(-1);
  const shape = { delimiter: "blanks", headless: null, header: null } as const;
  if (header === undefined) return { ...shape, skipLines: start, headless: row };
  const isPlain = header === above.at(-1) && blankCells(header.text).length === width;
  if (isPlain) return { ...shape, skipLines: header.line };
  const names = namesAbove(row, header.text, words.at(-2)?.text ?? "");
  return names === null ? { ...shape, skipLines: header.line } : { ...shape, skipLines: start, header: names };
}

/** More than half of the cells are times and numbers, and a comma is in none but numbers, as where it cuts thousands. */
function isRow(line: string, width: number): boolean {
  const cells = blankCells(line);
  const others = cells.filter((cell) => !(TIME_OF_DAY.test(cell) || looksLikeTime(cell) || isNumber(cell)));
  if (cells.length !== width || others.length * 2 >= cells.length) return false;
  return !others.some((cell) => cell.includes(",")) && !cells.some((cell) => /^,|,$/.test(cell));
}

function namesAbove(row: readonly string[], header: string, before: string): readonly string[] | null {
  const ways = [blankCells(header), header.trim().split(/\s{2,}/)];
  const whole = ways.find((names) => names.length === row.length);
  if (whole !== undefined) return whole;
  const above = blankCells(before);
  const [index] = ways[0] ?? [];
  if (ways[0]?.length === 1 && index !== undefined && above.length === row.length - 1) return [index, ...above];
  const names = ways.find(({ length }) => length === row.length - 1);
  return names === undefined ? null : withUnnamed(row, names);
}

/** One name fewer than cells: the number of the row, the index, or a date and a time of day under one name. */
function withUnnamed([first = "", second = ""]: readonly string[], names: readonly string[]): readonly string[] | null {
  if (looksLikeTime(second)) return /^\d{1,7}$/.test(first) ? ["row", ...names] : null;
  if (!looksLikeTime(first)) return null;
  if (TIME_OF_DAY.test(second)) return [...names.slice(0, 1), "clock", ...names.slice(1)];
  // Under names of a date, too, a number may have been cut in two where blanks cut its thousands.
  return PRICE.test(names[0] ?? "") ? ["date", ...names] : null;
}

function isNumber(cell: string): boolean {
  return Number.isFinite(readNumber(cell, ".")) || Number.isFinite(readNumber(cell, ","));
}

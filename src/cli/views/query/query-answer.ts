import { csvRow } from "../../../core/text/csv-row.ts";
import type { Colors } from "../../../core/text/colors.ts";
import { printableJson, printableLine } from "../../../core/text/printable.ts";
import { textTable } from "../../../core/text/text-table.ts";
import type { QueryAnswer } from "../../../files/sql/stream-answer.ts";
import type { SqlValue } from "../../../files/sql/sql-table.ts";
import { formatCount, formatQuantity, UNDEFINED_TEXT } from "../../../report/format/format-number.ts";
import type { LoadedTable, QueryGap } from "../../../runs/query/sql/open-query.ts";

/** In full precision, the header first; null is empty. */
export async function* answerCsv({ columns, pages }: QueryAnswer): AsyncGenerator<string> {
  yield csvRow(columns.map(({ name }) => name));
  for await (const rows of pages) yield rows.map((row) => csvRow(row)).join("");
}

/** One document, row by row. */
export async function* answerJson(
  { columns, pages }: QueryAnswer,
  about: { readonly loaded: readonly LoadedTable[]; readonly gaps: readonly QueryGap[] },
): AsyncGenerator<string> {
  yield `${JSON.stringify({ ...about, columns }).slice(0, -1)},"rows":[`;
  let separator = "\n";
  for await (const rows of pages) {
    for (const row of rows) {
      const fields = columns.map(({ name }, place) => [name, row[place] ?? null] as const);
      yield separator + printableJson(JSON.stringify(Object.fromEntries(fields)));
      separator = ",\n";
    }
  }
  yield "\n]}\n";
}

export interface AnswerTableOptions {
  /** 0 for all. */
  readonly limit: number;
  readonly colors: Colors;
}

/** For people: the first rows alone, since all of them are held to know how wide a column is. */
export async function* answerTable(
  { columns, pages }: QueryAnswer,
  { limit, colors }: AnswerTableOptions,
): AsyncGenerator<string> {
  const shown: (readonly SqlValue[])[] = [];
  let hasMore = false;
  for await (const rows of pages) {
    const room = limit === 0 ? rows.length : limit - shown.length;
    shown.push(...rows.slice(0, room));
    hasMore = rows.length > room;
    if (hasMore) break;
  }
  const leftColumns = columns.flatMap((_, place) =>
    shown.some((row) => typeof row[place] === "number") ? [] : [place],
  );
  const header = columns.map(({ name }) => fitting(name));
  const [first = "", ...lines] = textTable([header, ...shown.map((row) => row.map(textOf))], { leftColumns });
  yield `${colors.bold(first)}\n`;
  if (lines.length > 0) yield `${lines.join("\n")}\n`;
  if (shown.length === 0) yield "No rows.\n";
  if (hasMore) yield `${colors.dim(`The first ${formatCount(shown.length)} rows; all: --limit 0`)}\n`;
}

const DECIMALS = 4;
const WIDEST = 60;

function textOf(value: SqlValue): string {
  if (value === null) return UNDEFINED_TEXT;
  if (typeof value === "number") {
    if (Number.isInteger(value)) return String(value);
    return Math.abs(value) < 1 ? String(Number(value.toPrecision(DECIMALS))) : formatQuantity(value, DECIMALS);
  }
  return fitting(String(value));
}

function fitting(text: string): string {
  const line = printableLine(text.replaceAll(/\s+/g, " "));
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1).toWellFormed()}…` : line;
}

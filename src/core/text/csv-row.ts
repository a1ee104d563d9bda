/** What a CSV cell can hold; null is an empty cell. */
export type CsvValue = string | number | boolean | null;

/** A spreadsheet would run a text that starts with one of these as a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One record of RFC 4180, quoted where needed, ending in a line feed (the RFC's CRLF would leave a
 * carriage return in the last column of line-oriented tools).
 *
 * Numbers are written in full precision (shortest text that reads back as the same double). A *text* that a
 * spreadsheet would run as a formula gets a leading apostrophe: a strategy's error message must not become code.
 *
 * @throws TypeError on NaN and Infinity: an undefined value is null
 */
export function csvRow(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(",")}\n`;
}

function csvCell(value: CsvValue): string {
  if (value === null) return "";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no place in a CSV file; write null`);
    return String(value);
  }
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

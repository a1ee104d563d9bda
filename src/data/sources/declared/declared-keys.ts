import type { ValueSpecs } from "../../../core/params/given-values.ts";
import { checked, type CheckedOption } from "../../../core/params/option-spec.ts";
import { DECIMALS, DELIMITERS, ENCODINGS, REPAIRS } from "../../../core/spec/data-reading.ts";
import { isDuration } from "../../../core/time/duration.ts";
import { isTimezone } from "../../../core/time/trading-session.ts";
import { isMap } from "../../../core/values/document-shape.ts";
import { dateOf } from "../answers/checked-actions.ts";
import { ADJUSTMENTS } from "../source.ts";
import { addressProblem } from "./address.ts";
import { HTTP_DATES } from "./declared-source.ts";
import { queryProblem } from "./query-parameters.ts";

const text = checked("must be text", isText);
const duration = (what: string): CheckedOption => checked(`must be ${what}`, isDuration);

/** Of what both kinds say. */
const ROW_KEYS: ValueSpecs = {
  description: text,
  timeframes: checked("must be a list such as [1d, 1h], or a map of them to their names at the source", isTimeframes),
  columns: checked("must map fields of a bar to columns, such as { time: day, close: px_last }", isColumns),
  date_format: checked("must be such as DD.MM.YYYY HH:mm, or epoch", isText),
  timezone: checked("must be a zone such as America/New_York", (value) => isText(value) && isTimezone(value)),
  decimal: among(DECIMALS),
  symbol_column: text,
  repair: checked(`must be a list of ${REPAIRS.join(", ")}`, (value) => isListOf(value, isOneOf(REPAIRS))),
  adjustment: among(ADJUSTMENTS),
  revises: checked("must be true or false", (value) => typeof value === "boolean"),
  earliest: checked("must be a day such as 2010-01-04", isDay),
};

export const HTTP_KEYS: ValueSpecs = {
  ...ROW_KEYS,
  url: { kind: "text", default: null, problem: addressProblem },
  headers: checked("must map names of headers to text", isHeaders),
  dates: among(HTTP_DATES),
  format: among(["csv", "json", "jsonl"]),
  encoding: among(ENCODINGS),
  delimiter: among(DELIMITERS),
  skip_lines: { kind: "int", default: 0, min: 0, max: 1000 },
  header: checked("must be a list of the names of the columns", (value) => isListOf(value, isText)),
  rows: text,
  next: text,
  first_page: { kind: "int", default: 1, min: 0, max: 1_000_000 },
  span: duration("the longest span of one request, such as 365d"),
  calls_per_minute: { kind: "int", default: 60, min: 1, max: 100_000 },
  max_mb: { kind: "int", default: 32, min: 1, max: 512 },
};

export const SQL_KEYS: ValueSpecs = {
  ...ROW_KEYS,
  query: { kind: "text", default: null, problem: queryProblem },
  connection: { kind: "text", default: null, problem: connectionProblem },
  timeout: duration("how long the query may take, such as 60s"),
  page_rows: { kind: "int", default: 5000, min: 1, max: 100_000 },
};

/** `NAME`, or `${env:NAME}` as elsewhere. */
export const CONNECTION = /^(?:\$\{(?:env|secret):)?([A-Za-z_]\w*)\}?$/;

function connectionProblem(value: string): string | null {
  if (CONNECTION.test(value)) return null;
  // It is not repeated: it may hold a password.
  return "must be the name of the environment variable that holds the address, such as DESK_DATABASE_URL; the address itself stays out of the file";
}

function among(choices: readonly string[]): CheckedOption {
  return checked(`must be one of ${choices.join(" ")}`, isOneOf(choices));
}

function isOneOf(choices: readonly unknown[]): CheckedOption["fits"] {
  return (value) => choices.includes(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && !value.includes("\0");
}

function isName(value: unknown): boolean {
  return isText(value) || (typeof value === "number" && Number.isSafeInteger(value));
}

function isListOf(value: unknown, fits: CheckedOption["fits"]): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(fits);
}

function isBarLength(value: unknown): boolean {
  return typeof value === "string" && /^[1-9]\d{0,3}(s|m|h|d|w|M)$/.test(value);
}

function isTimeframes(value: unknown): boolean {
  if (!isMap(value)) return isListOf(value, isBarLength);
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([ours, theirs]) => isBarLength(ours) && isName(theirs));
}

/** One column, or those of the day and of the time of day. */
function isColumns(value: unknown): boolean {
  if (!isMap(value)) return false;
  return Object.values(value).every(
    (each) => isName(each) || (isListOf(each, isText) && (each as readonly unknown[]).length === 2),
  );
}

function isHeaders(value: unknown): boolean {
  return isMap(value) && Object.values(value).every(isName);
}

function isDay(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && dateOf(Date.parse(value)) === value;
}

import { parse } from "yaml";
import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import { type GivenProblem, readValues, type ValueSpecs } from "../../../core/params/given-values.ts";
import { readingOf, type WrittenReading } from "../../../core/spec/data-reading.ts";
import { questionAfter } from "../../../core/text/suggest-name.ts";
import { parseDurationMs } from "../../../core/time/duration.ts";
import { isMap } from "../../../core/values/document-shape.ts";
import { ownRecord } from "../../../core/values/own-record.ts";
import { checkField } from "../../csv/csv-columns.ts";
import { checkDateFormat } from "../../files/date-format.ts";
import type { Adjustment } from "../source.ts";
import { CONNECTION, HTTP_KEYS, SQL_KEYS } from "./declared-keys.ts";
import type { DeclaredHttp, DeclaredRows, DeclaredSource, DeclaredSql, HttpDates } from "./declared-source.ts";
import { headersProblem } from "./request-headers.ts";

const MIB = 1024 * 1024;
/** A query of a thousand lines is far below it. */
export const MOST_DECLARED_BYTES = 256 * 1024;

interface Place {
  /** For messages. */
  readonly file: string;
  /** Of the file, without its extension. */
  readonly name: string;
}

/**
 * Reads `sources/<name>.yaml`.
 *
 * @throws AppError SOURCE_INVALID naming every problem of the file
 */
export function readDeclaredSource(text: string, place: Place): DeclaredSource {
  const { file } = place;
  const written = parseDeclared(text, file);
  const isHttp = kindOf(written, file) === "http";
  const specs = isHttp ? HTTP_KEYS : SQL_KEYS;
  const { values, problems } = readValues(specs, written);
  const told = problems.map((each) => keyProblem(each, specs));
  if (told.length === 0) told.push(...deeperProblems(values));
  if (told.length > 0) throw invalidSource(told.map((problem) => `${file}: ${problem}`).join("\n"));
  return isHttp ? httpOf(values as unknown as WrittenHttp, place) : sqlOf(values as unknown as WrittenSql, place);
}

/** A file of `sources/` that declares none. */
export function invalidSource(message: string, cause?: unknown): AppError {
  return new AppError("SOURCE_INVALID", message, {
    hint: "docs/data-sources-own.md has an example of each kind.",
    ...(cause !== undefined && { cause }),
  });
}

interface WrittenRows extends Omit<WrittenReading, "columns"> {
  readonly description?: string;
  readonly timeframes?: readonly string[] | Readonly<Record<string, string | number>>;
  readonly columns?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly timezone?: string;
  readonly adjustment?: Adjustment;
  readonly revises?: boolean;
  readonly earliest?: string;
}

interface WrittenHttp extends WrittenRows {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly dates?: HttpDates;
  readonly rows?: string;
  readonly next?: string;
  readonly first_page: number;
  readonly span?: string;
  readonly calls_per_minute: number;
  readonly max_mb: number;
}

interface WrittenSql extends WrittenRows {
  readonly query: string;
  readonly connection: string;
  readonly timeout?: string;
  readonly page_rows: number;
}

/** What the form of a value does not tell. */
function deeperProblems(values: Readonly<Record<string, unknown>>): readonly string[] {
  const { date_format, columns = {}, headers = {} } = values as unknown as WrittenHttp;
  const checks = [
    () => checkDateFormat(date_format),
    ...Object.keys(columns).map((field) => () => checkField(field, "columns")),
  ];
  const thrown = checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof AppError) return [`${error.message}. ${error.hint ?? ""}`.trim()];
      throw error;
    }
  });
  return [...thrown, headersProblem(headers) ?? []].flat();
}

function rowsOf(written: WrittenRows, name: string, description: string): DeclaredRows {
  const { timezone, timeframes = ["1d"], columns = {} } = written;
  const texts = Object.entries(columns).map(([field, column]) => [field, asText(column)] as const);
  const { columns: named, reading = {} } = readingOf({ ...written, columns: ownRecord(texts) });
  return {
    name,
    description: written.description ?? description,
    timeframes: timeframesOf(timeframes),
    columns: named,
    reading,
    ...(timezone !== undefined && { session: { timezone, endMinutes: 1440 } }),
    adjustment: written.adjustment ?? "raw",
    revises: written.revises ?? true,
    earliest: written.earliest ?? null,
  };
}

function asText(column: string | number | readonly string[]): string | readonly string[] {
  return typeof column === "number" ? String(column) : column;
}

function timeframesOf(written: NonNullable<WrittenRows["timeframes"]>): Readonly<Record<string, string>> {
  const entries = Array.isArray(written)
    ? (written as readonly string[]).map((each) => [each, each] as const)
    : Object.entries(written as Readonly<Record<string, string | number>>);
  return ownRecord(entries.map(([ours, theirs]) => [ours, String(theirs)]));
}

function httpOf(written: WrittenHttp, { file, name }: Place): DeclaredHttp {
  const { url, headers = {}, dates = "date", rows = null, next = null, span } = written;
  return {
    kind: "http",
    ...rowsOf(written, `http:${name}`, `Prices of an address, declared in ${file}`),
    url: url.trim(),
    headers: ownRecord(Object.entries(headers).map(([header, value]) => [header.toLowerCase(), String(value)])),
    dates,
    rows,
    next,
    firstPage: written.first_page,
    maxSpanMs: span === undefined ? null : parseDurationMs(span),
    callsPerMinute: written.calls_per_minute,
    maxBytes: written.max_mb * MIB,
  };
}

const USUAL_TIMEOUT_MS = 60_000;

function sqlOf(written: WrittenSql, { file, name }: Place): DeclaredSql {
  const { query, connection, timeout = "" } = written;
  return {
    kind: "sql",
    ...rowsOf(written, `sql:${name}`, `Rows of a query, declared in ${file}`),
    query,
    connection: CONNECTION.exec(connection)?.[1] ?? connection,
    timeoutMs: parseDurationMs(timeout) ?? USUAL_TIMEOUT_MS,
    pageRows: written.page_rows,
  };
}

function kindOf(written: Readonly<Record<string, unknown>>, file: string): DeclaredSource["kind"] {
  const [hasUrl, hasQuery] = [Object.hasOwn(written, "url"), Object.hasOwn(written, "query")];
  if (hasUrl !== hasQuery) return hasUrl ? "http" : "sql";
  const problem = hasUrl ? 'has both a "url" and a "query"' : 'has neither a "url" nor a "query"';
  throw invalidSource(`${file} ${problem}: a url is asked over HTTP, a query of Postgres`);
}

function parseDeclared(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const written: unknown = parse(text, { maxAliasCount: 0 });
    if (isMap(written)) return written;
  } catch (error) {
    throw invalidSource(`${file}: ${messageOf(error).split("\n", 1)[0] ?? ""}`, error);
  }
  throw invalidSource(`${file} holds no keys and values`);
}

function keyProblem(found: GivenProblem, specs: ValueSpecs): string {
  switch (found.kind) {
    case "missing":
      return `"${found.name}" is missing`;
    case "unfit":
      return `"${found.name}" ${found.problem}`;
    case "unknown":
      return [`unknown key "${found.name}"`, questionAfter(found.name, Object.keys(specs)) ?? []].flat().join(". ");
  }
}

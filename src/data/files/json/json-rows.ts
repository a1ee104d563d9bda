import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import type { DataReading } from "../../../core/spec/data-reading.ts";
import { chartRows } from "./chart-rows.ts";
import { tableIn } from "./json-tables.ts";
import { withoutCall } from "../../formats/json-call.ts";
import type { Cell, RowSource } from "../row-source.ts";
import { rowsInMemory } from "../rows-in-memory.ts";

type Json = Readonly<Record<string, unknown>> | readonly unknown[];

/**
 * A list of records or of rows (as freqtrade keeps them), records or rows line by line, or one object as `tableIn` or `chartRows`
 * reads it; any of these but lines also as what a function is called with (JSONP). Rows have no names: `header` gives them.
 *
 * @param file for messages
 * @throws AppError DATASET_INVALID when it is none of these
 */
export function jsonRows(bytes: Uint8Array, reading: DataReading, file: string): RowSource {
  const text = new TextDecoder().decode(bytes);
  const rows = reading.format === "jsonl" ? parseLines(text, file) : rowsOf(parse(withoutCall(text), file, 1), file);
  const [first] = rows;
  if (first === undefined) throw problem(file, "it holds no rows", "Is this the right file?");
  const names = reading.header ?? (Array.isArray(first) ? positions(first) : Object.keys(first));
  const cellOf = (row: Json, position: number): Cell => {
    const value = Array.isArray(row)
      ? row[position]
      : (row as Readonly<Record<string, unknown>>)[names[position] ?? ""];
    return typeof value === "number" || typeof value === "string" ? value : "";
  };
  return rowsInMemory({ names, rows }, cellOf);
}

function positions(row: readonly unknown[]): readonly string[] {
  return row.map((_, position) => String(position + 1));
}

function parseLines(text: string, file: string): readonly Json[] {
  return text
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : [rowOf(parse(line, file, index + 1), file)]));
}

function rowsOf(value: unknown, file: string): readonly Json[] {
  const rows = chartRows(value, file) ?? tableIn(value);
  if (rows !== null) return rows.map((row) => rowOf(row, file));
  throw problem(file, "it is no list of records or rows", 'Give it as a list: [{"date": …, "close": …}, …].');
}

function rowOf(value: unknown, file: string): Json {
  if (typeof value === "object" && value !== null) return value as Json;
  throw problem(file, "one of its rows is neither a record nor a list", "Give all rows the same shape.");
}

function parse(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text.replace(/^\u{feff}/u, "")) as unknown;
  } catch (error) {
    throw new AppError("DATASET_INVALID", `${file}:${line}: this is no JSON: ${messageOf(error)}`, {
      hint: "Was the file cut off? One record per line is format: jsonl.",
      cause: error,
    });
  }
}

function problem(file: string, text: string, hint: string): AppError {
  return new AppError("DATASET_INVALID", `${file}: ${text}`, { hint });
}

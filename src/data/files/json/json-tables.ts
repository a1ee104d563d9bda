import { isMap, type Document } from "../../../core/values/document-shape.ts";
import { ownRecord } from "../../../core/values/own-record.ts";
import { looksLikeTime } from "../../csv/time/looks-like-time.ts";

/** How deep a table may lie in what a service wraps it in. */
const DEEPEST = 3;
/** What the keys of a table by time are called; a header that is a time wherever it is met. */
const TIME = "date";

/**
 * The rows of a JSON document: records or lists. It may be a list of them; parallel lists (`{"t": […], "c": […]}`); records by
 * time (`{"2024-03-04": {…}}`); columns by time or by row, and `split`, as pandas writes them; or any one of these inside of an
 * object.
 *
 * @returns null when it is none of these, or several
 */
export function tableIn(value: unknown, depth = DEEPEST): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!isMap(value)) return null;
  const found = SHAPES.map((shape) => shape(value)).find((rows) => rows !== null);
  if (found !== undefined) return found;
  if (depth === 0) return null;
  const inside = Object.values(value).filter((each) => isMap(each) || isRows(each));
  const tables = inside.flatMap((each) => [tableIn(each, depth - 1) ?? []].filter((rows) => rows.length > 0));
  return tables.length === 1 ? (tables[0] ?? null) : null;
}

type Shape = (document: Document) => readonly unknown[] | null;

const SHAPES: readonly Shape[] = [split, parallel, byTime, byColumn];

/** `{"columns": ["open"], "index": ["2024-03-04"], "data": [[10]]}` */
function split({ columns, index, data }: Document & { columns?: unknown; index?: unknown; data?: unknown }) {
  if (!isTexts(columns) || !isRows(data)) return null;
  const times = Array.isArray(index) && !columns.includes(TIME) ? (index as readonly unknown[]) : null;
  return data.map((row, at) => {
    const cells = columns.map((name, position): [string, unknown] => [name, (row as readonly unknown[])[position]]);
    return withTime(times === null ? null : times[at], cells);
  });
}

/** `{"t": [1, 2], "c": [10, 11], "s": "ok"}` */
function parallel(document: Document): readonly unknown[] | null {
  const lists = Object.entries(document).filter(([, value]) => Array.isArray(value) && !isRows(value));
  const columns = lists as readonly (readonly [string, readonly unknown[]])[];
  const length = columns[0]?.[1].length ?? 0;
  if (columns.length < 2 || length === 0 || columns.some(([, values]) => values.length !== length)) return null;
  return rowsOfColumns(columns);
}

/** `{"2024-03-04": {"1. open": "10"}}` */
function byTime(document: Document): readonly unknown[] | null {
  const entries = Object.entries(document);
  if (entries.length === 0 || !entries.every(([key, row]) => looksLikeTime(key) && isMap(row))) return null;
  return entries.map(([key, row]) => withTime(key, Object.entries(row as Document)));
}

/** `{"open": {"2024-03-04": 10}}`, or by the number of the row. */
function byColumn(document: Document): readonly unknown[] | null {
  const columns = Object.entries(document);
  if (columns.length < 2 || !columns.every(([, column]) => isMap(column))) return null;
  const keys = Object.keys(columns[0]?.[1] as Document);
  const isTime = keys.every(looksLikeTime);
  const isCount = keys.every((key, row) => key === String(row));
  if (keys.length === 0 || !(isTime || isCount)) return null;
  return keys.map((key) => {
    const cells = columns.map(([name, column]): [string, unknown] => [name, (column as Document)[key]]);
    return withTime(isTime ? key : null, cells);
  });
}

/** @param time null where the rows have it among their cells, or have none */
function withTime(time: unknown, cells: readonly (readonly [string, unknown])[]): unknown {
  const hasTime = time === null || cells.some(([name]) => name === TIME);
  return ownRecord(hasTime ? cells : [[TIME, time], ...cells]);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function isRows(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && typeof value[0] === "object" && value[0] !== null;
}

/** Parallel lists of one length, as records; none for no lists. */
export function rowsOfColumns(
  columns: readonly (readonly [name: string, values: readonly unknown[]])[],
): readonly Document[] {
  const length = columns[0]?.[1].length ?? 0;
  return Array.from({ length }, (_, row) => ownRecord(columns.map(([name, values]) => [name, values[row]])));
}

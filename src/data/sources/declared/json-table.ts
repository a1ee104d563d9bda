import { isMap } from "../../../core/values/document-shape.ts";
import { ownValue } from "../../../core/values/own-record.ts";
import { rowsOfColumns } from "../../files/json/json-tables.ts";
import type { Cell, RowSource } from "../../files/row-source.ts";
import { rowsInMemory } from "../../files/rows-in-memory.ts";
import { invalidAnswer } from "../source-error.ts";

const KEYS_TOLD = 20;

/** What lies at a path such as `data.prices.0`, undefined for nothing. Members of a prototype are nothing. */
export function valueAt(value: unknown, path: string): unknown {
  // A key with points in it is one key.
  if (isMap(value) && Object.hasOwn(value, path)) return value[path];
  let found = value;
  for (const key of path.split(".")) {
    if (Array.isArray(found) && /^\d{1,9}$/.test(key)) found = (found as readonly unknown[])[Number(key)];
    else found = isMap(found) ? ownValue(found, key) : undefined;
  }
  return found;
}

export interface JsonTableOptions {
  readonly source: string;
  /** Path of the rows; null: the answer itself, or the only list of rows in it. */
  readonly rows: string | null;
  /** Names of columns, or paths in each row, that are read. */
  readonly columns: readonly string[];
  /** Names of the columns of rows that are lists; absent: their positions from 0. */
  readonly header?: readonly string[] | undefined;
}

/**
 * The rows of a JSON answer: records, lists, or one record of parallel lists. Null where there are none: an empty list, or null in its
 * place.
 *
 * @throws AppError SOURCE_ANSWER_INVALID when it has no rows where they should be
 */
export function jsonTable(answer: unknown, options: JsonTableOptions): RowSource | null {
  const { columns, header } = options;
  const rows = rowsIn(answer, options);
  const [first] = rows;
  if (first === undefined) return null;
  const own = Array.isArray(first)
    ? (header ?? first.map((_, position) => String(position)))
    : Object.keys(first as object);
  const names = [...own, ...columns.filter((column) => !own.includes(column) && valueAt(first, column) !== undefined)];
  const cellOf = (row: unknown, position: number): Cell => {
    const name = names[position] ?? "";
    const value =
      Array.isArray(row) && position < own.length ? (row as readonly unknown[])[position] : valueAt(row, name);
    return typeof value === "number" || typeof value === "string" ? value : "";
  };
  return rowsInMemory({ names, rows }, cellOf);
}

function rowsIn(answer: unknown, options: JsonTableOptions): readonly unknown[] {
  const { source, rows: path } = options;
  const found = path === null ? onlyList(answer) : valueAt(answer, path);
  if (found === null) return [];
  if (Array.isArray(found)) return checkedRows(found, options);
  if (isMap(found)) {
    const parallel = Object.entries(found).filter(([, value]) => Array.isArray(value));
    if (parallel.length >= 2)
      return transposed(parallel as readonly (readonly [string, readonly unknown[]])[], options);
  }
  const keys = isMap(answer) ? Object.keys(answer).slice(0, KEYS_TOLD).join(", ") : typeof answer;
  const where = path === null ? "the answer has no list of rows" : `the answer has no rows at "${path}"`;
  throw invalidAnswer(
    source,
    `${where}; it has ${keys}`,
    'Say where they are: rows: "data.prices", in the declaration.',
  );
}

/** What services wrap rows in: `{"ticker": "SPX", "results": [...]}`. */
function onlyList(answer: unknown): unknown {
  if (!isMap(answer)) return answer;
  const lists = Object.values(answer).filter(Array.isArray);
  const tables = lists.filter((list) => typeof list[0] === "object");
  if (tables.length === 1) return tables[0];
  return lists.length === 1 && lists[0]?.length === 0 ? [] : answer;
}

function checkedRows(rows: readonly unknown[], { source }: JsonTableOptions): readonly unknown[] {
  const odd = rows.findIndex(
    (row) => typeof row !== "object" || row === null || Array.isArray(row) !== Array.isArray(rows[0]),
  );
  if (odd < 0) return rows;
  throw invalidAnswer(
    source,
    `row ${odd + 1} of the answer is neither a record nor a list, or not what the first one is`,
  );
}

/** `{"t": [1, 2], "c": [10, 11]}` as rows. */
function transposed(
  columns: readonly (readonly [string, readonly unknown[]])[],
  { source, columns: wanted }: JsonTableOptions,
): readonly unknown[] {
  const used = wanted.length === 0 ? columns : columns.filter(([name]) => wanted.includes(name));
  const [first] = used.length === 0 ? columns : used;
  const length = first?.[1].length ?? 0;
  const same = columns.filter(([, values]) => values.length === length);
  const uneven = used.find(([, values]) => values.length !== length);
  if (uneven !== undefined) {
    const lengths = `"${first?.[0] ?? ""}" has ${length} values and "${uneven[0]}" ${uneven[1].length}`;
    throw invalidAnswer(source, `its columns are not equally long: ${lengths}`);
  }
  return rowsOfColumns(same);
}

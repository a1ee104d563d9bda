import type { ColumnData, TableValue } from "./parquet-table.ts";

/** Rows of a table that are gathered until they make a row group worth having. */
export interface TablePieces {
  readonly rows: number;
  /** @param columns of one length, in the order of the table's */
  add(columns: readonly ColumnData[]): void;
  /** Takes all of them as one group. */
  take(): readonly ColumnData[];
}

export function createTablePieces(): TablePieces {
  let pieces: (readonly ColumnData[])[] = [];
  let rows = 0;
  return {
    get rows() {
      return rows;
    },
    add(columns) {
      const count = columns[0]?.length ?? 0;
      if (count === 0) return;
      pieces.push(columns);
      rows += count;
    },
    take() {
      const width = pieces[0]?.length ?? 0;
      const taken = Array.from({ length: width }, (_, place) => joined(pieces.map((piece) => piece[place] ?? [])));
      pieces = [];
      rows = 0;
      return taken;
    },
  };
}

/** Of one kind of array, or as plain values where they differ. */
function joined(parts: readonly ColumnData[]): ColumnData {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  if (parts.every((part) => part instanceof Float64Array)) return filled(new Float64Array(total), parts);
  if (parts.every((part) => part instanceof Int32Array)) return filled(new Int32Array(total), parts);
  if (parts.every((part) => part instanceof BigInt64Array)) {
    const whole = new BigInt64Array(total);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
  return parts.flatMap((part): TableValue[] => Array.from<TableValue>(part));
}

function filled<A extends Float64Array | Int32Array>(whole: A, parts: readonly ArrayLike<number>[]): A {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

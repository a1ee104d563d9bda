import { crc32 } from "node:zlib";
import type { Bars } from "../../engine/bars.ts";
import { transformBars } from "../../engine/transform-bars.ts";
import type { Untrusted } from "../../engine/untrusted.ts";

/** Copies of bars for a strategy to read, and proof that it and its shared indicators are as they were. */
export interface ColumnGuard extends Untrusted {
  /** What was written to, as "the bars of SPX" or "an indicator"; null when nothing was. Reads all columns, about 5 GB/s. */
  spoiled(): string | null;
}

interface Kept {
  /** Weak: what nobody can read any more need not be looked at, and must not fill the memory. */
  readonly column: WeakRef<Column>;
  readonly sum: number;
}

type Column = Float64Array | Uint8Array;

export function guardColumns(bars: readonly Bars[]): ColumnGuard {
  const told = Object.freeze(
    bars.map((own) => Object.freeze(transformBars(own, (column) => Float64Array.from(column)))),
  );
  const copies = told.map(keptColumns);
  let shared: Kept[] = [];
  return {
    told,
    onColumn(column) {
      // What a strategy puts here may be of any kind; what is no column is the engine's to refuse.
      if (column instanceof Float64Array || column instanceof Uint8Array) shared.push(keep(column));
    },
    spoiled() {
      const symbol = copies.findIndex((columns) => columns.some(isChanged));
      if (symbol >= 0) return `the bars of ${told[symbol]?.symbol ?? ""}`;
      shared = shared.filter(({ column }) => column.deref() !== undefined);
      return shared.some(isChanged) ? "an indicator that all cells share" : null;
    },
  };
}

function keptColumns(bars: Bars): readonly Kept[] {
  const columns: Kept[] = [];
  transformBars(bars, (column) => {
    columns.push(keep(column));
    return column;
  });
  return columns;
}

function keep(column: Column): Kept {
  return { column: new WeakRef(column), sum: sumOf(column) ?? 0 };
}

function isChanged({ column, sum }: Kept): boolean {
  const kept = column.deref();
  return kept !== undefined && sumOf(kept) !== sum;
}

/** Null for a column whose buffer was given away. */
function sumOf(column: Column): number | null {
  try {
    return crc32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  } catch {
    return null;
  }
}

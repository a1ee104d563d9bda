import type { KnownBatch } from "../../store/sweep/batches.ts";
import type { Sweep } from "./open-sweep.ts";

/** Cells of a grid that are rows of a batch. */
export interface CachedCells {
  /** Ascending. */
  readonly cells: Int32Array;
  /** The row of each. */
  readonly rows: Int32Array;
}

/** The results that are cells of this grid; an earlier grid may have had others. */
export function cellsOf({ params }: Pick<KnownBatch, "params">, { grid }: Pick<Sweep, "grid">): CachedCells {
  const found = params.flatMap((known, row) => {
    const cell = grid.indexOf(known);
    return cell === null ? [] : [{ cell, row }];
  });
  found.sort((a, b) => a.cell - b.cell);
  return { cells: Int32Array.from(found, ({ cell }) => cell), rows: Int32Array.from(found, ({ row }) => row) };
}

/** Those that are not in `seen` yet, which then has them. */
export function unseen({ cells, rows }: CachedCells, seen: Uint8Array): CachedCells {
  const isNew = cells.map((cell) => {
    const wasSeen = seen[cell] === 1;
    seen[cell] = 1;
    return Number(!wasSeen);
  });
  return { cells: cells.filter((_, index) => isNew[index] === 1), rows: rows.filter((_, index) => isNew[index] === 1) };
}

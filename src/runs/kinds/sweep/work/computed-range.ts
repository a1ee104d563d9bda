import type { Lease } from "../../../../store/moves/lease-range.ts";
import type { BatchColumns } from "../../../../store/sweep/batches.ts";
import type { ExtendedCells } from "../../../../store/moves/cell-moves.ts";
import type { UsedByCell } from "../../../../store/run/attempts.ts";
import type { FailedTry } from "../again/sort-failures.ts";

/** The outcome of one range, in the form that the store takes. */
export interface ComputedRange {
  /** Cells with a result, in the order of `results`. */
  readonly cells: Int32Array;
  readonly results: BatchColumns;
  readonly failed: readonly FailedTry[];
  /** The end of the range, which is left to others; null for none. */
  readonly rest: { readonly from: number; readonly to: number } | null;
  /** Measured per cell number of the range, cached ones included; null when nothing was measured. */
  readonly cellMs: number | null;
  /** How many cells were gone on with, and from how many bars; null: none. */
  readonly extended: ExtendedCells | null;
  /** Of cells that are programs; empty for others. */
  readonly usage: readonly UsedByCell[];
}

const NO_RESULTS: BatchColumns = { params: [], metrics: new Map(), refused: new Map(), sums: null };

/** The outcome of a cell that is not tried again. */
export function quarantinedRange(lease: Lease): ComputedRange {
  const message = `Put in quarantine: ${lease.kills} workers died while they computed this cell alone`;
  const cells = Array.from({ length: lease.to - lease.from }, (_, index) => lease.from + index);
  const failed = cells.map((cell) => ({ cell, error: { code: "CELL_QUARANTINED", message } }));
  return { cells: new Int32Array(), results: NO_RESULTS, failed, rest: null, cellMs: null, extended: null, usage: [] };
}

/** A range of which every cell was done before. */
export function knownRange(cellMs: number | null): ComputedRange {
  return { cells: new Int32Array(), results: NO_RESULTS, failed: [], rest: null, cellMs, extended: null, usage: [] };
}

import type { Lease } from "../../store/sweep/leases.ts";
import { type ComputedRange, emptyRange } from "./compute-range.ts";

/** A cell or task that has killed this many workers is not tried again (I4). */
export const MAX_KILLS = 3;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly kills: number;
}

/**
 * How the range of a dead worker is cut before it is given out again, so that a cell that kills workers is
 * alone by its third: first into about √n pieces, then into single cells.
 */
export function splitLostRange(range: Range): readonly Range[] {
  const kills = range.kills + 1;
  const piece = range.kills === 0 ? Math.ceil(Math.sqrt(range.to - range.from)) : 1;
  const pieces: Range[] = [];
  for (let from = range.from; from < range.to; from += piece) {
    pieces.push({ from, to: Math.min(from + piece, range.to), kills });
  }
  return pieces;
}

/** The outcome of a cell that is not tried again. */
export function quarantinedRange(lease: Lease): ComputedRange {
  const message = `Put in quarantine: ${lease.kills} workers died while they computed this cell`;
  const cells = Array.from({ length: lease.to - lease.from }, (_, index) => lease.from + index);
  return { ...emptyRange(), failed: cells.map((cell) => ({ cell, error: { code: "CELL_QUARANTINED", message } })) };
}

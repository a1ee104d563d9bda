import type { Lease } from "../../store/moves/lease-range.ts";
import { type ComputedRange, emptyRange } from "./compute-range.ts";

/** A cell that has killed this many workers while it was alone is not tried again (I4). */
export const MAX_KILLS = 3;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly kills: number;
}

/** Ranges up to this size are cut into single cells. */
const FEW_CELLS = 256;

/**
 * How the range of a dead worker is cut before it is given out again: into about √n pieces, then into single cells, so that a
 * cell that kills workers is soon alone. Only deaths of single cells count: those of a range tell nothing of any of its cells.
 */
export function splitLostRange(range: Range): readonly Range[] {
  const count = range.to - range.from;
  if (count <= 1) return [{ ...range, kills: range.kills + 1 }];
  const size = count <= FEW_CELLS ? 1 : Math.ceil(Math.sqrt(count));
  const pieces: Range[] = [];
  for (let from = range.from; from < range.to; from += size) {
    pieces.push({ from, to: Math.min(from + size, range.to), kills: 0 });
  }
  return pieces;
}

/** The outcome of a cell that is not tried again. */
export function quarantinedRange(lease: Lease): ComputedRange {
  const message = `Put in quarantine: ${lease.kills} workers died while they computed this cell alone`;
  const cells = Array.from({ length: lease.to - lease.from }, (_, index) => lease.from + index);
  return { ...emptyRange(), failed: cells.map((cell) => ({ cell, error: { code: "CELL_QUARANTINED", message } })) };
}

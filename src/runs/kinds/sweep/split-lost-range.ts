import type { SpareRange } from "../../../store/moves/lease-range.ts";

/** Ranges up to this size are cut into single cells. */
const FEW_CELLS = 256;

/**
 * How the range of a dead worker is cut before it is given out again: into about √n pieces, then into single cells, so that a
 * cell that kills workers is soon alone. Only deaths of single cells count: those of a range tell nothing of any of its cells.
 */
export function splitLostRange(range: Pick<SpareRange, "from" | "to" | "kills" | "tries">): readonly SpareRange[] {
  const { from, to, kills, tries = 0 } = range;
  const tried = tries > 0 ? { tries } : {};
  const count = to - from;
  if (count <= 1) return [{ from, to, kills: kills + 1, externalId: null, ...tried }];
  const size = count <= FEW_CELLS ? 1 : Math.ceil(Math.sqrt(count));
  const pieces: SpareRange[] = [];
  for (let first = from; first < to; first += size) {
    pieces.push({ from: first, to: Math.min(first + size, to), kills: 0, externalId: null, ...tried });
  }
  return pieces;
}

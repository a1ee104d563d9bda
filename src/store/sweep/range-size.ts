/** Work that one range of cells is sized to, in milliseconds. */
const RANGE_MS = 1000;
/** Below this, cutting ranges smaller costs more than an idle slot does. */
const WORTHWHILE_MS = 50;
/** Cells of a range before the cost of a cell was measured. */
const FIRST_CELLS = 64;
/** Bounds the memory and the transaction of one range. */
const MAX_CELLS = 20_000;

export interface RangeRequest {
  /** Cells that nobody has taken yet; at least 1. */
  readonly remaining: number;
  /** Measured cost of one cell; null before the first range is done. */
  readonly cellMs: number | null;
  /** Compute slots that share the sweep. */
  readonly slots: number;
}

/**
 * How many cells to give out at once: about a second of work, less towards the end, so that all slots
 * end together. Between 1 and `remaining`.
 */
export function rangeSize({ remaining, cellMs, slots }: RangeRequest): number {
  const share = Math.ceil(remaining / (2 * slots));
  if (cellMs === null) return Math.min(remaining, share, FIRST_CELLS);
  const cost = Math.max(cellMs, 1e-6);
  const worthwhile = Math.ceil(WORTHWHILE_MS / cost);
  const whole = Math.ceil(RANGE_MS / cost);
  return Math.min(remaining, MAX_CELLS, Math.max(1, worthwhile, Math.min(whole, share)));
}

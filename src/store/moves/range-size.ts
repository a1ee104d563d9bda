import type { RangeTarget } from "../../core/values/range-target.ts";

/** Below this, cutting ranges smaller costs more than an idle slot does. */
const WORTHWHILE_MS = 50;

export interface RangeRequest {
  /** Cells that nobody has taken yet; at least 1. */
  readonly remaining: number;
  /** Measured cost of one cell; null before the first range is done. */
  readonly cellMs: number | null;
  /** Compute slots that share the sweep. */
  readonly slots: number;
  readonly target: RangeTarget;
}

/**
 * How many cells to give out at once: about as much work as its executor asks for, less towards the end, so that all slots
 * end together. Between 1 and `remaining`.
 */
export function rangeSize({ remaining, cellMs, slots, target }: RangeRequest): number {
  if (target.isFixed === true) return Math.min(remaining, target.maxCells);
  const share = Math.ceil(remaining / (2 * slots));
  if (cellMs === null) return Math.min(remaining, share, target.firstCells, target.maxCells);
  const cost = Math.max(cellMs, 1e-6);
  const worthwhile = Math.ceil(Math.min(WORTHWHILE_MS, target.ms) / cost);
  const whole = Math.ceil(target.ms / cost);
  return Math.min(remaining, target.maxCells, Math.max(1, worthwhile, Math.min(whole, share)));
}

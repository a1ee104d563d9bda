import { measured, unmeasured } from "../../core/metrics/measured.ts";
import type { Statistic } from "../statistic.ts";

/** Where the cells of a grid stand on one of its axes. */
export interface StableAxis {
  /** Position of the chosen cell of each window, in steps from 0; negative for a cell that stands on no axis. */
  readonly positions: readonly number[];
  /** How many values the axis has. */
  readonly length: number;
  /** Whether its values have an order: names of a choice are the same or not. */
  readonly isOrdered: boolean;
}

/**
 * How little the chosen parameters move from window to window, 0…1: 1 − the mean step on each axis as a share of its length,
 * the mean over all axes of more than one value. 1: always the same cell; 0: from one end to the other each time. On an
 * axis without an order, and for cells that stand on no axis, any change is a whole length.
 *
 * `too_few_bars` below two windows, `too_few_cells` where no axis has two values.
 */
export function parameterStability(axes: readonly StableAxis[]): Statistic {
  const moving = axes.filter(({ length }) => length > 1);
  if (moving.length === 0) return unmeasured("too_few_cells");
  const windows = moving[0]?.positions.length ?? 0;
  if (windows < 2) return unmeasured("too_few_bars");
  const moved = moving.map(({ positions, length, isOrdered }) => {
    let sum = 0;
    for (let at = 1; at < windows; at++) {
      const [before = -1, now = -1] = [positions[at - 1], positions[at]];
      const isOnAxis = before >= 0 && now >= 0;
      const isWhole = !isOrdered || !isOnAxis;
      sum += isWhole ? Number(before !== now) : Math.abs(now - before) / (length - 1);
    }
    return sum / (windows - 1);
  });
  return measured(1 - moved.reduce((sum, share) => sum + share, 0) / moved.length);
}

import { setImmediate } from "node:timers/promises";
import type { AxisSpec } from "../../factory/dag-spec.ts";
import { type Axis, openAxis } from "../../factory/grid/axis.ts";
import type { Grid } from "../../factory/grid/grid.ts";

/** Where each cell of a grid stands on its axes, in the order of the axes. */
export interface AxisPositions {
  /**
   * Per axis: the position of every cell, in steps from 0; cells added off the axis stand far from all others. So do
   * all cells of a grid without axes, on one that is made up.
   */
  readonly positions: readonly Int32Array[];
  /** Per axis: whether its values have an order. Names and truth values have none. */
  readonly ordered: readonly boolean[];
}

/** Cells that are looked up before other work gets its turn: a few milliseconds. */
const TURN = 2000;

export async function axisPositions(grid: Grid, axes: readonly AxisSpec[]): Promise<AxisPositions> {
  if (axes.length === 0) return { positions: [Int32Array.from({ length: grid.count }, apart)], ordered: [true] };
  const rankings = axes.map(rankingOf);
  const positions = axes.map(() => new Int32Array(grid.count));
  for (let cell = 0; cell < grid.count; cell++) {
    if (cell % TURN === TURN - 1) await setImmediate();
    const params = grid.cellAt(cell);
    for (const [i, { axis, ranks }] of rankings.entries()) {
      const index = axis.indexOf(params[axis.name]);
      const column = positions[i];
      if (column !== undefined) column[cell] = index < 0 ? apart(undefined, cell) : (ranks?.[index] ?? index);
    }
  }
  return { positions, ordered: rankings.map(({ isOrdered }) => isOrdered) };
}

/** Two steps from the next such cell, and from the axis. */
function apart(_: unknown, cell: number): number {
  return -2 * (cell + 1);
}

interface Ranking {
  readonly axis: Axis;
  readonly isOrdered: boolean;
  /** Position of each value among the sorted ones; null when they are sorted by themselves. */
  readonly ranks: Int32Array | null;
}

function rankingOf(spec: AxisSpec): Ranking {
  const axis = openAxis(spec);
  if (spec.kind !== "list") return { axis, isOrdered: true, ranks: null };
  const values = spec.values.filter((value) => typeof value === "number");
  if (values.length < spec.values.length) return { axis, isOrdered: false, ranks: null };
  const ranks = new Map(values.toSorted((a, b) => a - b).map((value, rank) => [value, rank]));
  return { axis, isOrdered: true, ranks: Int32Array.from(values, (value) => ranks.get(value) ?? -1) };
}

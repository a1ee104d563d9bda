import product from "cartesian-product";
import type { Params, ParamValue } from "../../core/params/param-spec.ts";
import type { GridSpec } from "../dag-spec.ts";
import { openAxis } from "./axis.ts";
import { openGrid } from "./open-grid.ts";
import { type LeftOutBy, openFilter } from "./cell-filter.ts";

/** One combination of a grid, for people who want to see what their filters do. */
export interface PreviewRow {
  readonly params: Params;
  /** The number of the cell; null when it was left out. */
  readonly cell: number | null;
  readonly leftOutBy: LeftOutBy | null;
}

/** Everything is built at once here, so this is for listings; sweeps use `openGrid`. */
const MAX_PREVIEWED = 10_000;

/** Every combination of a small grid, also those that are no cells; of a search its cells. Null for more than 10,000. */
export function previewCells(grid: GridSpec, params: Params): readonly PreviewRow[] | null {
  if (grid.draw !== undefined) return drawnRows(grid, params);
  const axes = grid.axes.map(openAxis);
  const combinations = axes.reduce((count, axis) => count * axis.count, 1);
  if (combinations + grid.add.length > MAX_PREVIEWED) return null;
  const values = axes.map((axis) => Array.from({ length: axis.count }, (_, index) => axis.valueAt(index)));
  // The library gives no combination of no lists; there is one, the empty one.
  const tuples: readonly (readonly ParamValue[])[] = values.length === 0 ? [[]] : product(values);
  const cells = tuples.map((tuple): Params => {
    const own = axes.map((axis, i): [string, ParamValue] => [axis.name, tuple[i] ?? axis.valueAt(0)]);
    return Object.assign({}, params, Object.fromEntries(own));
  });
  const leftOutBy = openFilter(grid, cells[0] ?? params);
  let next = 0;
  const rows = cells.map((cell): PreviewRow => {
    const reason = leftOutBy(cell);
    return { params: cell, cell: reason === null ? next++ : null, leftOutBy: reason };
  });
  const added = grid.add.map((cell): PreviewRow => {
    const whole: Params = Object.assign({}, params, cell);
    return { params: whole, cell: next++, leftOutBy: null };
  });
  return [...rows, ...added];
}

/** What the filters have left out was never drawn. */
function drawnRows(grid: GridSpec, params: Params): readonly PreviewRow[] | null {
  const drawn = openGrid(grid, params);
  if (drawn.count > MAX_PREVIEWED) return null;
  return Array.from(drawn.cells(0, drawn.count), (cell, index) => ({ params: cell, cell: index, leftOutBy: null }));
}

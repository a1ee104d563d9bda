import { AppError } from "../../core/errors/app-error.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { Params, ParamValue } from "../../core/params/param-spec.ts";
import type { GridSpec } from "../dag-spec.ts";
import { drawCells } from "../draw/draw-cells.ts";
import { listedGrid } from "../draw/listed-grid.ts";
import { type Axis, openAxis } from "./axis.ts";
import type { Grid } from "./grid.ts";
import { cellTexts } from "./cell-texts.ts";
import { filterInOrder } from "./cell-filter.ts";
import { keepAll, keepSome, type KeptCells } from "./kept-cells.ts";

/** Filtering looks at every combination: about 0.1 µs each, so this many take about a second. */
const MAX_FILTERED = 10_000_000;

/**
 * @param params values of the parameters outside the grid; axes override them in every cell. The keys of a cell are
 *   in this order, then those that only the grid has
 * @throws AppError GRID_TOO_LARGE over `maxCells`; GRID_INVALID for a cell added twice; CONDITION_INVALID for a bad `where`
 */
export function openGrid(grid: GridSpec, params: Params): Grid {
  const { draw, ...whole } = grid;
  if (draw === undefined) return openWhole(grid, params);
  if (draw.n > grid.maxCells) throw tooLarge(`The search has ${draw.n} cells`, grid.maxCells);
  const axes = grid.axes.map(openAxis);
  // What asks for as many as there are gets all of them.
  if (countCombinations(axes) <= BigInt(draw.n)) return openWhole(whole, params);
  return listedGrid(grid.axes, params, drawCells(grid, params, draw));
}

function openWhole(grid: GridSpec, params: Params): Grid {
  const axes = grid.axes.map(openAxis);
  const kept = keptCells(grid, axes, params);
  const fixed = Object.entries(params).filter(([name]) => axes.every((axis) => axis.name !== name));

  const axisCell = (index: number): Params => {
    const cell: Record<string, ParamValue> = { ...params };
    let rest = kept.rawAt(index);
    for (let i = axes.length - 1; i >= 0; i--) {
      const axis = axes[i];
      if (axis === undefined) break;
      cell[axis.name] = axis.valueAt(rest % axis.count);
      rest = Math.floor(rest / axis.count);
    }
    return cell;
  };

  /** -1 for what the axes do not make, or the filter leaves out. */
  const axisIndexOf = (cell: Params): number => {
    if (Object.keys(cell).length !== fixed.length + axes.length) return -1;
    if (!fixed.every(([name, value]) => cell[name] === value)) return -1;
    let raw = 0;
    for (const axis of axes) {
      const position = axis.indexOf(cell[axis.name]);
      if (position < 0) return -1;
      raw = raw * axis.count + position;
    }
    return kept.indexOf(raw);
  };

  const added = addedCells(grid, params, axisIndexOf);
  const extras = [...added.values()];
  const count = kept.count + added.size;
  if (count > grid.maxCells) throw tooLarge(`The grid has ${count} cells`, grid.maxCells);
  const extraNumbers = new Map([...added.keys()].map((key, i) => [key, kept.count + i]));

  const requireCell = (index: number): void => {
    if (!(index >= 0 && index < count)) throw new RangeError(`There is no cell ${index} in a grid of ${count}`);
  };
  const cellAt = (index: number): Params => {
    requireCell(index);
    return index < kept.count ? axisCell(index) : (extras[index - kept.count] ?? params);
  };
  const axisText = cellTexts(axes, fixed);

  return {
    count,
    axes,
    onAxes: kept.count,
    isWhole: grid.where === null && grid.exclude.length === 0,
    listed: null,
    rawAt: (index) => (index < kept.count ? kept.rawAt(index) : -1),
    cellAt,
    textAt(index) {
      requireCell(index);
      return index < kept.count ? axisText(kept.rawAt(index)) : canonicalJson(cellAt(index));
    },
    indexOf(cell) {
      const index = axisIndexOf(cell);
      if (index >= 0) return index;
      return added.size === 0 ? null : (extraNumbers.get(canonicalJson(cell)) ?? null);
    },
    *cells(from, to) {
      for (let index = from; index < to; index++) yield cellAt(index);
    },
  };
}

/** Combinations of the axes before any filter, in exact arithmetic: a grid of 10^12 is counted and refused, never built. */
export function countCombinations(axes: readonly Axis[]): bigint {
  return axes.reduce((product, axis) => product * BigInt(axis.count), 1n);
}

function keptCells(grid: GridSpec, axes: readonly Axis[], params: Params): KeptCells {
  const combinations = countCombinations(axes);
  if (grid.where === null && grid.exclude.length === 0) {
    if (combinations > BigInt(grid.maxCells)) throw tooLarge(`The grid has ${combinations} cells`, grid.maxCells);
    return keepAll(Number(combinations));
  }
  if (combinations > BigInt(MAX_FILTERED)) {
    const message = `The axes have ${combinations} combinations, more than ${MAX_FILTERED} to filter one by one.`;
    throw new AppError("GRID_TOO_LARGE", message, { hint: "Narrow an axis, or use a larger step." });
  }
  const isKept = filterInOrder(grid, axes, params);
  let count = 0;
  return keepSome(Number(combinations), () => {
    const keep = isKept();
    if (keep) count += 1;
    if (count > grid.maxCells) throw tooLarge(`The grid has more than ${grid.maxCells} cells`, grid.maxCells);
    return keep;
  });
}

/** By their canonical JSON, in file order. */
function addedCells(
  grid: GridSpec,
  params: Params,
  axisIndexOf: (cell: Params) => number,
): ReadonlyMap<string, Params> {
  const cells = new Map<string, Params>();
  for (const added of grid.add) {
    const cell = { ...params, ...added };
    const key = canonicalJson(cell);
    if (axisIndexOf(cell) >= 0 || cells.has(key)) {
      throw new AppError("GRID_INVALID", `The added cell ${JSON.stringify(added)} is in the grid already.`, {
        hint: `Remove it from "add".`,
      });
    }
    cells.set(key, cell);
  }
  return cells;
}

function tooLarge(fact: string, limit: number): AppError {
  return new AppError("GRID_TOO_LARGE", `${fact}; the limit is ${limit}.`, {
    hint: "Narrow an axis, use a larger step, or raise max_cells.",
  });
}

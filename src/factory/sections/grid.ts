import { AppError } from "../../core/errors/app-error.ts";
import { compileCondition } from "../../core/conditions/condition.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { AxisSpec, GridSpec } from "../dag-spec.ts";
import type { KnownStrategy } from "../../engine/kinds/known-strategy.ts";
import { openAxis } from "../grid/axis.ts";
import { conditionNames } from "../grid/cell-filter.ts";
import { openGrid } from "../grid/open-grid.ts";
import type { BacktestBlock } from "../schema/backtest-schema.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { readAxis } from "./axis.ts";
import { checkParam, checkParams } from "./params.ts";
import { isSearchedBlock, readDraw } from "./search/draw.ts";
import { reportAt, reportInside, type Section } from "./section.ts";

/** The grid of a block, counted once to know that it has cells and not too many; null when it was reported. */
export function readGrid(
  section: Section,
  block: BacktestBlock,
  params: Params,
  strategy: KnownStrategy,
): GridSpec | null {
  const draw = readDraw(section, block);
  const isSearched = isSearchedBlock(block);
  const axes = Object.entries(block.param_grid).map(([name, axis]) =>
    readAxis(section, name, axis, { strategy, isSearched }),
  );
  const known = axes.filter((axis): axis is AxisSpec => axis !== null);
  const names = Object.keys(block.param_grid);
  const isExcludeGood = block.exclude
    .map((match, i) => checkParams(section, ["exclude", i], match, strategy))
    .every(Boolean);
  const isAddGood = block.add
    .map((cell, i) => checkAdded(section, ["add", i], { cell, names }, strategy))
    .every(Boolean);
  if (known.length < axes.length || !isExcludeGood || !isAddGood) {
    const defaults = names.map((name) => [name, strategy.params[name]?.default ?? 0]);
    checkWhere(section, block.where, { ...params, ...Object.fromEntries(defaults) });
    return null;
  }
  const grid: GridSpec = {
    axes: known,
    where: block.where ?? null,
    exclude: block.exclude,
    add: block.add,
    maxCells: block.max_cells,
    ...(draw !== null && { draw }),
  };
  warnOfIdleExcludes(section, grid, params);
  return isCountable(section, grid, params) ? grid : null;
}

function checkAdded(
  section: Section,
  steps: readonly PathStep[],
  added: { readonly cell: Params; readonly names: readonly string[] },
  strategy: KnownStrategy,
): boolean {
  const values = Object.entries(added.cell);
  const isGood = values
    .map(([name, value]) => checkParam(section, [...steps, name], { name, value }, strategy))
    .every(Boolean);
  const missing = added.names.filter((name) => !Object.hasOwn(added.cell, name));
  if (missing.length === 0) return isGood;
  reportAt(section, steps, {
    code: "GRID_INVALID",
    message: `An added cell is a whole one: ${missing.join(", ")} is missing.`,
    hint: "Name every parameter of param_grid.",
  });
  return false;
}

/** An `exclude` that can match nothing is most likely a slip. */
function warnOfIdleExcludes(section: Section, grid: GridSpec, params: Params): void {
  const axes = new Map(grid.axes.map((axis) => [axis.name, openAxis(axis)]));
  for (const [i, match] of grid.exclude.entries()) {
    for (const [name, value] of Object.entries(match)) {
      const axis = axes.get(name);
      const isPossible = axis === undefined ? params[name] === value : axis.indexOf(value) >= 0;
      if (isPossible) continue;
      const message = `No cell has ${name} = ${JSON.stringify(value)}: this excludes nothing.`;
      reportAt(section, ["exclude", i, name], { code: "GRID_INVALID", severity: "warning", message });
    }
  }
}

/** A grid that cannot be opened still gets its condition checked. @param sample any combination of all parameters */
function checkWhere(section: Section, where: string | undefined, sample: Params): void {
  if (where === undefined) return;
  try {
    compileCondition(where, conditionNames(sample));
  } catch (error) {
    reportGridError(section, error);
  }
}

function isCountable(section: Section, grid: GridSpec, params: Params): boolean {
  try {
    if (openGrid(grid, params).count > 0) return true;
    const steps = grid.where === null ? ["exclude"] : ["where"];
    reportAt(section, steps, { code: "GRID_EMPTY", message: "This leaves no cell of the grid.", hint: "Loosen it." });
  } catch (error) {
    reportGridError(section, error);
  }
  return false;
}

function reportGridError(section: Section, error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  const { code, message, hint = null, details } = error;
  const { stranger } = details;
  const finding = { code, message, hint, stranger: typeof stranger === "string" ? stranger : null };
  reportInside(section, [PLACE_OF[code] ?? "param_grid"], details, finding);
}

const PLACE_OF: Readonly<Partial<Record<string, string>>> = { CONDITION_INVALID: "where", GRID_INVALID: "add" };

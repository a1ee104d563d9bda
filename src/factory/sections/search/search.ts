import type { Params } from "../../../core/params/param-spec.ts";
import type { GridSpec } from "../../dag-spec.ts";
import { openAxis } from "../../grid/axis.ts";
import { countCombinations, openGrid } from "../../grid/open-grid.ts";
import { reportAt, type Section } from "../section.ts";

/** Warns of a search that finds fewer cells than it asks for. */
export function warnOfFewCells(section: Section, grid: GridSpec, params: Params): void {
  const { draw, axes } = grid;
  const { count: cells } = openGrid(grid, params);
  if (draw === undefined || cells >= draw.n) return;
  const combinations = countCombinations(axes.map(openAxis));
  const message =
    combinations <= BigInt(draw.n)
      ? `The grid has ${combinations} combinations, so all of them are computed instead of ${draw.n}.`
      : `Only ${cells} of ${draw.n} cells are left: the others repeat cells, or "where" or "exclude" leave them out.`;
  const hint = combinations <= BigInt(draw.n) ? "Leave the search out, or ask for fewer." : "Ask for more draws.";
  reportAt(section, ["search", "n"], { code: "DAG_VALUE_INVALID", severity: "warning", message, hint });
}

import type { BacktestSpec, GridSpec } from "../../../factory/dag-spec.ts";
import { openAxis } from "../../../factory/grid/axis.ts";
import { countCombinations } from "../../../factory/grid/open-grid.ts";
import type { PlannedSearchJson } from "../../schemas/study/search-schema.ts";

type Searched = Pick<BacktestSpec, "grid">;

/** Which part of a grid is computed; null for all of it. */
export function plannedSearchJson(backtest: Searched): PlannedSearchJson | null {
  const { draw } = backtest.grid;
  const text = searchText(backtest);
  if (text === null || draw === undefined) return null;
  return { method: draw.method, text, combinations: combinationsOf(backtest.grid), seed: draw.seed };
}

/** The same in words, such as `sobol: 128 of 1,000 combinations, seed 7`. */
export function searchText({ grid }: Searched): string | null {
  const { draw } = grid;
  if (draw === undefined) return null;
  return `${draw.method}: ${count(draw.n)} of ${quantity(combinationsOf(grid))} combinations, seed ${draw.seed}`;
}

function combinationsOf({ axes }: GridSpec): number {
  return Number(countCombinations(axes.map(openAxis)));
}

/** Ranges without steps make numbers that nobody reads. */
function quantity(combinations: number): string {
  return combinations < 1e9 ? count(combinations) : `10^${Math.floor(Math.log10(combinations))}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

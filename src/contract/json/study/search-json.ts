import type { BacktestSpec, GridSpec } from "../../../factory/dag-spec.ts";
import { openAxis } from "../../../factory/grid/axis.ts";
import { countCombinations } from "../../../factory/grid/open-grid.ts";
import type { PlannedSearchJson } from "../../schemas/study/search-schema.ts";

type Searched = Pick<BacktestSpec, "grid" | "search">;

/** Which part of a grid is computed; null for all of it. */
export function plannedSearchJson(backtest: Searched): PlannedSearchJson | null {
  const { grid, search } = backtest;
  const text = searchText(backtest);
  const method = search?.method ?? grid.draw?.method;
  if (text === null || method === undefined) return null;
  return { method, text, combinations: combinationsOf(grid), seed: grid.draw?.seed ?? null };
}

/** The same in words, such as `sobol: 128 of 1,000 combinations, seed 7`. */
export function searchText({ grid, search }: Searched): string | null {
  const { draw } = grid;
  const all = `of ${quantity(combinationsOf(grid))} combinations`;
  const drawn = draw === undefined ? null : `${count(draw.n)} ${all}`;
  if (search === undefined) return draw === undefined ? null : `${draw.method}: ${drawn}, seed ${draw.seed}`;
  switch (search.method) {
    case "tpe":
      return `tpe by ${search.objective}: ${drawn ?? all}, the first ${count(search.startup)} drawn, seed ${search.seed}`;
    case "successive_halving": {
      const first = draw === undefined ? `all combinations` : `${drawn} by ${draw.method}, seed ${draw.seed}`;
      const rungs = `${search.rungs} ${search.rungs === 1 ? "rung" : "rungs"} before the whole`;
      return `successive_halving by ${search.objective}: ${first}; ${rungs}, one of ${search.eta} goes on`;
    }
  }
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

import type { BacktestSpec, GridSpec } from "../../../factory/dag-spec.ts";
import { openAxis } from "../../../factory/grid/axis.ts";
import { countCombinations } from "../../../factory/grid/open-grid.ts";
import type { SearchView } from "../../../runs/search/search-view.ts";
import type { PlannedSearchJson, SearchJson } from "../../schemas/study/search-schema.ts";

type Searched = Pick<BacktestSpec, "grid" | "search">;

/** Which part of a grid is computed; null for all of it. */
export function plannedSearchJson(backtest: Searched): PlannedSearchJson | null {
  const { grid, search } = backtest;
  const text = searchText(backtest);
  const method = search?.method ?? grid.draw?.method;
  if (text === null || method === undefined) return null;
  return { method, text, combinations: combinationsOf(grid), seed: grid.draw?.seed ?? null };
}

/** How far a search is, and what it has found; null of a plain grid. */
export function searchJson(view: SearchView | null): SearchJson | null {
  const planned = view === null ? null : plannedSearchJson(view.backtest);
  if (view === null || planned === null) return null;
  const { objective, trials, rounds, convergence, importance } = view;
  const known = importance.axes.filter((share) => !Number.isNaN(share));
  const isKnown = known.length === importance.axes.length;
  return {
    ...planned,
    objective,
    trials,
    rounds,
    convergence: convergence?.map(({ trial, score }) => ({ trial: trial + 1, score })) ?? null,
    importance: {
      method: "fanova",
      cells: importance.cells,
      shares: importance.params.map((param, axis) => ({
        param,
        share: isKnown ? (importance.axes[axis] ?? null) : null,
      })),
      together: isKnown
        ? Math.max(
            0,
            known.reduce((left, share) => left - share, 1),
          )
        : null,
    },
  };
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
      const of = search.bySymbols === undefined ? "" : " of symbols";
      const rungs = `${search.rungs} ${search.rungs === 1 ? "rung" : "rungs"}${of} before the whole`;
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

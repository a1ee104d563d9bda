import type { HalvingSpec, TpeSpec } from "../../core/spec/search/search-spec.ts";
import type { BacktestSpec } from "../dag-spec.ts";
import { openGrid } from "../grid/open-grid.ts";

/** A part of a search whose cells are chosen together: all at once, by what the rounds before have come to. */
export interface SearchRound {
  readonly cells: number;
  /** How much of the bars, or of the symbols, each is computed on: above 0, and 1 for all. */
  readonly share: number;
}

/** More of them would be more tasks than anybody reads. */
const MOST_ROUNDS = 50;

/**
 * The rounds of a search, in order; none of a backtest without one. The last is the backtest itself: the survivors of a halving
 * on all of the data, or every cell that a TPE has tried.
 *
 * @param slots that are up: a batch of which the file does not say how large it is has a cell for each
 */
export function searchRounds(
  { grid, params, search }: Pick<BacktestSpec, "grid" | "params" | "search">,
  slots: number,
): readonly SearchRound[] {
  if (search === undefined) return [];
  const { count } = openGrid(grid, params);
  return search.method === "tpe" ? batches(search, count, slots) : rungs(search, count);
}

/** The share of the data that a rung has. @param round 0 for the first */
export function shareOfRung({ eta, rungs: before }: HalvingSpec, round: number): number {
  return eta ** Math.min(0, round - before);
}

function rungs(search: HalvingSpec, count: number): readonly SearchRound[] {
  const { eta, minCells } = search;
  const rounds: SearchRound[] = [];
  let cells = count;
  for (let round = 0; round <= search.rungs; round++) {
    rounds.push({ cells, share: shareOfRung(search, round) });
    cells = Math.min(cells, Math.max(minCells, Math.ceil(cells / eta)));
  }
  return rounds;
}

function batches({ startup, batch }: TpeSpec, count: number, slots: number): readonly SearchRound[] {
  const first = Math.min(startup, count);
  const size = batch ?? Math.max(slots, Math.ceil((count - first) / MOST_ROUNDS), 1);
  const rounds: SearchRound[] = [];
  let cells = first;
  for (let tried = first; tried < count; tried += cells) {
    rounds.push({ cells, share: 1 });
    cells = Math.min(size, count - tried);
  }
  return [...rounds, { cells: count, share: 1 }];
}

import { searchRounds } from "../../factory/search/search-rounds.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import { roundSweep } from "./round-sweep.ts";

/** A round of a search as it is planned: how many cells, of what. */
export interface PlannedRound {
  readonly cells: number;
  readonly sweep: Sweep;
}

/** The rounds of a backtest's search, the backtest itself as the last one; none without a search. @throws AppError of its executor */
export function openRounds(sweep: Sweep, slots: number): readonly PlannedRound[] {
  const { search } = sweep.backtest;
  if (search === undefined) return [];
  const rounds = searchRounds(sweep.backtest, slots);
  return rounds.map(({ cells, share }, round) => ({
    cells,
    sweep: share === 1 ? sweep : roundSweep(sweep, { search, round }),
  }));
}

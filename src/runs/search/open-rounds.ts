import type { SweepMoment } from "../../executors/executor.ts";
import { searchRounds } from "../../factory/search/search-rounds.ts";
import type { RunDeps } from "../run-deps.ts";
import { openSweep, type Sweep } from "../sweep/open-sweep.ts";
import { roundBacktest, roundSweep } from "./round-sweep.ts";

/** A round of a search as it is planned: how many cells, of what. */
export interface PlannedRound {
  readonly cells: number;
  readonly sweep: Sweep;
}

/** The rounds of a backtest's search, the backtest itself as the last one; none without a search. @throws AppError of the executor */
export async function openRounds(
  sweep: Sweep,
  { moment, slots }: { readonly moment: SweepMoment; readonly slots: number },
  deps: Pick<RunDeps, "executors">,
): Promise<readonly PlannedRound[]> {
  const { backtest } = sweep;
  const { search } = backtest;
  const rounds = searchRounds(backtest, slots);
  if (search === undefined) return [];
  const planned: PlannedRound[] = [];
  for (const [round, { cells }] of rounds.entries()) {
    const part = { search, round };
    const own = roundBacktest(backtest, part);
    const isWhole = round === rounds.length - 1 || own === backtest;
    const opened = isWhole ? sweep : await openSweep(own, moment, deps);
    planned.push({ cells, sweep: round === rounds.length - 1 ? sweep : roundSweep({ ...opened, backtest }, part) });
  }
  return planned;
}

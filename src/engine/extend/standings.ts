import type { PastCells, SweepStandings } from "../backtest.ts";
import { BARS, type CellStanding, IS_LOST } from "./cell-standing.ts";

/** How the cells of a range stand, before it is traded and after. */
export interface Standings {
  /** Goes on from how a cell stands, if all can be told from that; else trades it from the first bar. @returns its failure */
  goOn<Failure>(index: number, trade: (index: number) => Failure | null): Failure | null;
  /** Keeps how the cell that was traded last stands. */
  keep(index: number): void;
  kept(): SweepStandings;
}

/**
 * @param standing that of the runner
 * @param past is written over: millions of numbers that are not needed any more
 */
export function openStandings(standing: CellStanding, cells: number, past: PastCells | null): Standings {
  const width = standing.length;
  const values = past === null ? new Float64Array(cells * width) : past.values;
  let extended = 0;
  return {
    goOn(index, trade) {
      const at = index * width;
      if (past !== null && values[at + BARS] === past.bars) {
        for (let place = 0; place < width; place++) standing[place] = values[at + place] ?? 0;
        const failure = trade(index);
        if (failure === null && standing[IS_LOST] === 0) {
          extended++;
          return null;
        }
      }
      // Unless it is kept.
      values[at + BARS] = 0;
      standing[BARS] = 0;
      return trade(index);
    },
    keep(index) {
      if (standing[IS_LOST] !== 0) return;
      const at = index * width;
      for (let place = 0; place < width; place++) values[at + place] = standing[place] ?? 0;
    },
    kept: () => ({ width, values, extended }),
  };
}

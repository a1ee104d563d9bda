import type { PastCells, SweepStandings } from "../backtest.ts";
import { BARS, type CellStanding, IS_LOST } from "./cell-standing.ts";

/** How the cells of a range stand, before it is traded and after. */
export interface Standings {
  /** Goes on from how a cell stands, if all can be told from that; else trades it from the first bar. @returns its failure */
  goOn<Failure>(index: number, trade: () => Failure | null): Failure | null;
  /** Keeps how the cell that was traded last stands. */
  keep(index: number): void;
  kept(): SweepStandings;
}

/** @param standing that of the runner */
export function openStandings(standing: CellStanding, cells: number, past: PastCells | null): Standings {
  const width = standing.length;
  const values = new Float64Array(cells * width);
  let extended = 0;
  return {
    goOn(index, trade) {
      const at = index * width;
      if (past !== null && past.values[at + BARS] === past.bars) {
        standing.set(past.values.subarray(at, at + width));
        const failure = trade();
        if (failure === null && standing[IS_LOST] === 0) {
          extended++;
          return null;
        }
      }
      standing[BARS] = 0;
      return trade();
    },
    keep(index) {
      if (standing[IS_LOST] === 0) values.set(standing, index * width);
    },
    kept: () => ({ width, values, extended }),
  };
}

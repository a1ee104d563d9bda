import type { SweepResult } from "../../engine/backtest.ts";
import type { CellColumn } from "../executor.ts";

/** The columns of the sums of a segment, by its place: of the returns and of their squares. */
export function segmentColumnIds(segment: number): readonly [sum: string, squares: string] {
  return [`s${segment}_sum`, `s${segment}_squares`];
}

/** The sums of every segment, and the trades of the whole backtest. */
export function segmentColumns({ metrics, reasons, blockSums }: SweepResult): ReadonlyMap<string, CellColumn> {
  const trades = { values: metrics.total_trades, reasons: reasons.total_trades };
  const found = new Map<string, CellColumn>([["total_trades", trades]]);
  const { cells, blocks, sum, sumOfSquares } = blockSums ?? { cells: 0, blocks: 0, sum: [], sumOfSquares: [] };
  const column = (all: ArrayLike<number>, segment: number): CellColumn => ({
    values: Float64Array.from({ length: cells }, (_, cell) => all[cell * blocks + segment] ?? Number.NaN),
    reasons: new Uint8Array(cells),
  });
  for (let segment = 0; segment < blocks; segment++) {
    const [sums, squares] = segmentColumnIds(segment);
    found.set(sums, column(sum, segment));
    found.set(squares, column(sumOfSquares, segment));
  }
  return found;
}

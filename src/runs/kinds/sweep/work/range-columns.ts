import { summedStride } from "../../../../analytics/overfitting/summed-stride.ts";
import type { Refusals, SweepStandings } from "../../../../engine/backtest.ts";
import type { CellColumns, CellRange } from "../../../../executors/executor.ts";
import type { MetricColumn } from "../../../../store/sweep/batches.ts";
import type { SummedRows } from "../../../../store/sweep/block-sums.ts";
import { type StandingRows, standingRows } from "../../../../store/standings/standing-rows.ts";
import { keptError } from "../../../error-of.ts";
import type { Sweep } from "../../../sweep/open-sweep.ts";
import type { ComputedRange } from "./computed-range.ts";

/** The columns of a range without the cells that failed, and those. */
export function rangeColumns(
  { grid }: Pick<Sweep, "grid">,
  { numbers, params }: CellRange,
  columns: CellColumns,
): Omit<ComputedRange, "cellMs" | "rest" | "usage" | "extended"> {
  const failures = new Map(columns.failures.map((failure) => [failure.index, failure]));
  const kept = numbers.map((_, index) => index).filter((index) => !failures.has(index));
  const cells = Int32Array.from(kept, (index) => numbers[index] ?? -1);
  return {
    cells,
    results: {
      params: kept.map((index) => params[index] ?? ""),
      metrics: new Map([...columns.metrics].map(([name, column]) => [name, keptValues(column, kept)])),
      refused: refusedRows(columns, kept),
      sums: summedRows(columns, kept, { cells, stride: summedStride(grid.count) }),
      ...(columns.standings !== undefined && { standings: keptStandings(columns.standings, kept) }),
    },
    failed: [...failures.values()].map(({ index, code, message, exitCode }) => ({
      cell: numbers[index] ?? -1,
      error: keptError(code, message),
      ...(exitCode !== undefined && { exitCode }),
    })),
  };
}

function keptValues({ values, reasons }: MetricColumn, kept: readonly number[]): MetricColumn {
  if (values.length === kept.length) return { values, reasons };
  return {
    values: Float64Array.from(kept, (index) => values[index] ?? Number.NaN),
    reasons: Uint8Array.from(kept, (index) => reasons[index] ?? 0),
  };
}

function keptStandings(standings: SweepStandings, kept: readonly number[]): StandingRows {
  return standings.values.length === kept.length * standings.width ? standings : standingRows(standings, kept);
}

function refusedRows({ refusals }: CellColumns, kept: readonly number[]): ReadonlyMap<number, Refusals> {
  const refusedOf = new Map(refusals.map(({ index, refused }) => [index, refused]));
  return new Map(
    kept.flatMap((index, row) => {
      const refused = refusedOf.get(index);
      return refused === undefined ? [] : [[row, refused] as const];
    }),
  );
}

function summedRows(
  { blockSums }: CellColumns,
  kept: readonly number[],
  { cells, stride }: { readonly cells: Int32Array; readonly stride: number },
): SummedRows | null {
  if (blockSums === undefined) return null;
  const { blocks } = blockSums;
  const rows = Int32Array.from(kept.keys()).filter((row) => (cells[row] ?? 1) % stride === 0);
  const gathered = (column: Float64Array): Float64Array => {
    const own = new Float64Array(rows.length * blocks);
    for (const [at, row] of rows.entries()) {
      const index = kept[row] ?? 0;
      own.set(column.subarray(index * blocks, (index + 1) * blocks), at * blocks);
    }
    return own;
  };
  return { rows, blocks, sum: gathered(blockSums.sum), sumOfSquares: gathered(blockSums.sumOfSquares) };
}

import type { TaskId } from "../../core/names/ids.ts";
import { SWEEP_METRIC_IDS, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { Connection } from "../transaction.ts";
import { type BlockSums, unpackBlockSums } from "./block-sums.ts";

/** What a sweep is judged by, one value per cell number; NaN where undefined, and for cells that failed. */
export interface CellFigures {
  readonly sharpe: Float64Array;
  readonly skew: Float64Array;
  readonly kurtosis: Float64Array;
  readonly objective: Float64Array;
  /** Of the cells with a result, in cell order; null when they were not asked for, or a result lacks them. */
  readonly blockSums: BlockSums | null;
  /** Number of each cell of the block sums. */
  readonly summed: Int32Array;
}

interface WireRow {
  readonly cell: number;
  readonly sharpe: number | null;
  readonly skew: number | null;
  readonly kurtosis: number | null;
  readonly objective: number | null;
  readonly blockSums: Buffer | null;
}

const PAGE = 10_000;

/** Reads the figures of all cells of a sweep, page by page. @param sweep `blocks` 0 leaves the sums out */
export async function readCellFigures(
  connection: Connection,
  sweep: {
    readonly taskId: TaskId;
    /** Of the task. As a parameter: joined by the key alone, each page would look through all results there are. */
    readonly base: Uint8Array;
    readonly cells: number;
    readonly blocks: number;
    readonly objective: SweepMetricId;
  },
): Promise<CellFigures> {
  const { cells, blocks } = sweep;
  const column = () => new Float64Array(cells).fill(Number.NaN);
  const sums = { blocks, sum: new Float64Array(cells * blocks), sumOfSquares: new Float64Array(cells * blocks) };
  const figures = { sharpe: column(), skew: column(), kurtosis: column(), objective: column() };
  const summed: number[] = [];
  let isComplete = blocks > 0;
  for (let from = 0; from < cells; from += PAGE) {
    for (const row of await readPage(connection, sweep, from)) {
      figures.sharpe[row.cell] = row.sharpe ?? Number.NaN;
      figures.skew[row.cell] = row.skew ?? Number.NaN;
      figures.kurtosis[row.cell] = row.kurtosis ?? Number.NaN;
      figures.objective[row.cell] = row.objective ?? Number.NaN;
      if (row.blockSums === null) isComplete = false;
      else if (unpackBlockSums(row.blockSums, { ...sums, cells: summed.length })) summed.push(row.cell);
    }
  }
  const blockSums = {
    cells: summed.length,
    blocks,
    sum: sums.sum.subarray(0, summed.length * blocks),
    sumOfSquares: sums.sumOfSquares.subarray(0, summed.length * blocks),
  };
  return { ...figures, blockSums: isComplete ? blockSums : null, summed: Int32Array.from(summed) };
}

async function readPage(
  connection: Connection,
  sweep: {
    readonly taskId: TaskId;
    readonly base: Uint8Array;
    readonly objective: SweepMetricId;
    readonly blocks: number;
  },
  from: number,
): Promise<readonly WireRow[]> {
  // Column names come from the metric catalogue, never from a caller's text.
  const { taskId, base, blocks } = sweep;
  const column = SWEEP_METRIC_IDS.find((id) => id === sweep.objective) ?? "sharpe";
  const { rows } = await connection.query<WireRow>(
    `select cell.cell, result.sharpe, result.skew, result.kurtosis, result.${column} as objective,
       case when $4::int > 0 then result.block_sums end as "blockSums"
     from cell join result on result.base = $5 and result.key = cell.result_key
     where cell.task_id = $1 and cell.cell >= $2 and cell.cell < $3`,
    [taskId, from, from + PAGE, blocks, base],
  );
  return rows;
}

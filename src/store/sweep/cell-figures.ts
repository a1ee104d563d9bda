import type { TaskId } from "../../core/names/ids.ts";
import { type MetricId, rankingEnd } from "../../engine/metrics/metric-catalogue.ts";
import { isLossless, metricColumn } from "./cell-notes.ts";
import type { Connection } from "../connection/transaction.ts";
import { type BlockSums, unpackBlockSums } from "./block-sums.ts";

/** What a sweep is judged by, one value per cell number; NaN where undefined, and for cells that failed. */
export interface CellFigures {
  readonly sharpe: Float64Array;
  readonly skew: Float64Array;
  readonly kurtosis: Float64Array;
  /** Infinite where it is undefined because nothing was lost, with the sign of the better end. */
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
    readonly objective: MetricId;
    /** Cells with fewer trades do not compete: their objective is NaN. */
    readonly minTrades: number;
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
  {
    taskId,
    base,
    objective,
    minTrades,
    blocks,
  }: {
    readonly taskId: TaskId;
    readonly base: Uint8Array;
    readonly objective: MetricId;
    readonly minTrades: number;
    readonly blocks: number;
  },
  from: number,
): Promise<readonly WireRow[]> {
  const endless = rankingEnd(objective) === "higher" ? "Infinity" : "-Infinity";
  const { rows } = await connection.query<WireRow>(
    `select cell.cell, result.sharpe, result.skew, result.kurtosis, case when coalesce(result.total_trades, 0) < $5 then null
         when ${isLossless(objective)} then '${endless}'::float8 else ${metricColumn(objective)} end as objective,
       case when $4::int > 0 then result.block_sums end as "blockSums"
     from cell join result on result.base = $6 and result.key = cell.result_key
     where cell.task_id = $1 and cell.cell >= $2 and cell.cell < $3`,
    [taskId, from, from + PAGE, blocks, minTrades, base],
  );
  return rows;
}

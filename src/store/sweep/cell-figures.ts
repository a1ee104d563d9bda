import type { TaskId } from "../../core/names/ids.ts";
import type { MetricInfo } from "../../core/metrics/metric-info.ts";
import { endlessValue } from "../../core/metrics/metric-set.ts";
import { isLossless, UNDEFINED_REASONS } from "../../core/metrics/undefined-reason.ts";
import type { Connection } from "../connection/transaction.ts";
import { type BlockSums, openBlockSums } from "./block-sums.ts";
import type { MetricColumn } from "./batches.ts";
import { unpackInts } from "./packed.ts";
import { type Part, readParts } from "./parts.ts";
import { readSweepColumns } from "./sweep-columns.ts";

/** What a sweep is judged by, one value per cell number; NaN where undefined, and for cells that failed. */
export interface CellFigures {
  readonly sharpe: Float64Array;
  /** Infinite where it is undefined because nothing was lost, with the sign of the better end. */
  readonly objective: Float64Array;
  /** Of the cells with a result of which returns are summed, in cell order; null when they were not asked for, or a result lacks them. */
  readonly blockSums: BlockSums | null;
  /** Number of each cell of the block sums. */
  readonly summed: Int32Array;
}

interface FiguresRequest {
  readonly taskId: TaskId;
  readonly cells: number;
  /** 0 leaves the sums out. */
  readonly blocks: number;
  /** Only the sums of every so many-th cell are read. */
  readonly stride: number;
  readonly objective: Pick<MetricInfo, "id" | "better">;
  /** Cells with fewer trades do not compete: their objective is NaN. */
  readonly minTrades: number;
}

/** Reads the figures of all cells of a sweep. Memory: 27 bytes a cell, and 16 per block of each that is summed. */
export async function readCellFigures(connection: Connection, request: FiguresRequest): Promise<CellFigures> {
  const { taskId, cells, objective, minTrades } = request;
  const parts = await readParts(connection, taskId);
  const names = ["sharpe", objective.id, ...(minTrades > 0 ? ["total_trades"] : [])];
  const columns = await readSweepColumns(connection, { parts, cells }, names);
  const [sharpe, wanted, trades] = columns;
  if (!sharpe || !wanted) throw new Error("Columns are missing");
  return {
    sharpe: sharpe.values,
    objective: competing(wanted, trades === undefined ? null : { counts: trades.values, least: minTrades }, objective),
    ...(await readSums(connection, parts, request)),
  };
}

/** What ranks the cells, as numbers alone: NaN for those that do not compete. */
export function competing(
  { values, reasons }: MetricColumn,
  trades: { readonly counts: Float64Array; readonly least: number } | null,
  objective: FiguresRequest["objective"],
): Float64Array {
  const endless = endlessValue(objective);
  return values.map((value, cell) => {
    if (trades !== null && !((trades.counts[cell] ?? 0) >= trades.least)) return Number.NaN;
    return isLossless(UNDEFINED_REASONS[(reasons[cell] ?? 0) - 1]) ? endless : value;
  });
}

async function readSums(
  connection: Connection,
  parts: readonly Part[],
  { cells, blocks, stride }: FiguresRequest,
): Promise<Pick<CellFigures, "blockSums" | "summed">> {
  const none = { blockSums: null, summed: new Int32Array() };
  if (blocks === 0) return none;
  // Room for every cell that may be summed; those that failed leave some of it.
  const most = Math.ceil(cells / stride);
  const sums = { blocks, sum: new Float64Array(most * blocks), sumOfSquares: new Float64Array(most * blocks) };
  const summed: number[] = [];
  for (const part of parts) {
    const batch = await readSummedRows(connection, part, blocks);
    for (let index = 0; index < part.count; index++) {
      const cell = part.cellAt(index);
      if (cell % stride !== 0) continue;
      const row = batch?.rows === null ? part.rowAt(index) : batch?.rows.get(part.rowAt(index));
      // A result without sums: part of a grid would look like the whole.
      if (batch === null || row === undefined) return none;
      if (batch.sums.addTo({ ...sums, cells: summed.length }, row)) summed.push(cell);
    }
  }
  return { blockSums: inCellOrder({ ...sums, cells: summed.length }, summed), summed: Int32Array.from(summed).sort() };
}

async function readSummedRows(connection: Connection, { batchId }: Part, blocks: number) {
  const found = await connection.query<{ cells: number; rows: Buffer | null; sums: Buffer | null }>({
    name: "read-block-sums",
    text: `select cells, summed_rows as rows, block_sums as sums from batch where id = $1`,
    values: [batchId],
  });
  const [batch] = found.rows;
  if (batch === undefined || batch.sums === null) return null;
  const rows = batch.rows === null ? null : unpackInts(batch.rows);
  const sums = openBlockSums(batch.sums, rows?.length ?? batch.cells, blocks);
  return sums && { sums, rows: rows && new Map([...rows].map((row, index) => [row, index])) };
}

/** Parts may lie across each other. */
function inCellOrder(sums: BlockSums, cells: readonly number[]): BlockSums {
  const { blocks } = sums;
  const isAscending = cells.every((cell, index) => index === 0 || cell > (cells[index - 1] ?? -1));
  if (isAscending) {
    const length = sums.cells * blocks;
    return { ...sums, sum: sums.sum.subarray(0, length), sumOfSquares: sums.sumOfSquares.subarray(0, length) };
  }
  const order = cells.map((cell, index) => ({ cell, index })).sort((a, b) => a.cell - b.cell);
  const sorted = (column: Float64Array): Float64Array => {
    const result = new Float64Array(cells.length * blocks);
    for (const [at, { index }] of order.entries())
      result.set(column.subarray(index * blocks, (index + 1) * blocks), at * blocks);
    return result;
  };
  return { ...sums, sum: sorted(sums.sum), sumOfSquares: sorted(sums.sumOfSquares) };
}

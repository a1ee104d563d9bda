import type { TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";
import type { BatchId } from "./batches.ts";
import { unpackInts } from "./packed.ts";

export interface Part {
  readonly batchId: BatchId;
  readonly state: "succeeded" | "cached";
  readonly count: number;
  readonly firstCell: number;
  readonly lastCell: number;
  /** Whether its cells follow each other, and are the first rows of the batch in that order. */
  readonly isPlain: boolean;
  cellAt(index: number): number;
  rowAt(index: number): number;
  /** −1 when the cell is in another part. */
  indexOf(cell: number): number;
}

interface PartRow {
  readonly batch_id: string;
  readonly state: Part["state"];
  readonly cells: number;
  readonly first_cell: number;
  readonly last_cell: number;
  readonly numbers: Buffer | null;
  readonly rows: Buffer | null;
}

/** The parts of a sweep with cells in [from, to), by their first cells. */
export async function readParts(
  connection: Connection,
  taskId: TaskId,
  { from = 0, to = 2 ** 31 - 1 }: { readonly from?: number; readonly to?: number } = {},
): Promise<readonly Part[]> {
  const { rows } = await connection.query<PartRow>({
    name: "read-parts",
    text: `
      select batch_id::text, state, cells, first_cell, last_cell, numbers, rows from sweep_part
      where task_id = $1 and first_cell < $3 and last_cell >= $2 order by first_cell`,
    values: [taskId, from, to],
  });
  return rows.map(partOf);
}

function partOf(row: PartRow): Part {
  const { first_cell: firstCell, last_cell: lastCell, cells: count, batch_id: batchId, state } = row;
  const numbers = row.numbers === null ? null : unpackInts(row.numbers);
  const rows = row.rows === null ? null : unpackInts(row.rows);
  return {
    batchId,
    state,
    count,
    firstCell,
    lastCell,
    isPlain: numbers === null && rows === null,
    cellAt: (index) => (numbers === null ? firstCell + index : (numbers[index] ?? -1)),
    rowAt: (index) => (rows === null ? index : (rows[index] ?? -1)),
    indexOf: (cell) => {
      if (cell < firstCell || cell > lastCell) return -1;
      return numbers === null ? cell - firstCell : positionOf(numbers, cell);
    },
  };
}

/** In ascending numbers; −1 when it is not there. */
function positionOf(numbers: Int32Array, wanted: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = numbers[middle] ?? 0;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Cells in [from, to) that are done already (cached before the sweep began). */
export async function cellsDoneWithin(
  connection: Connection,
  taskId: TaskId,
  range: { readonly from: number; readonly to: number },
): Promise<ReadonlySet<number>> {
  const done = new Set<number>();
  for (const part of await readParts(connection, taskId, range)) {
    for (let index = 0; index < part.count; index++) {
      const cell = part.cellAt(index);
      if (cell >= range.from && cell < range.to) done.add(cell);
    }
  }
  return done;
}

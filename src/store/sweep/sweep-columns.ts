import type { TaskId } from "../../core/names/ids.ts";
import type { Connection } from "../connection/transaction.ts";
import { readBatchColumns } from "./batch-slices.ts";
import type { MetricColumn } from "./batches.ts";
import type { Part } from "./parts.ts";

/**
 * Metrics of all cells of a sweep, one value per cell number: NaN and reason 0 for cells that have no result, or none of
 * this metric. Memory: 9 bytes per cell and metric.
 */
export async function readSweepColumns(
  connection: Connection,
  { parts, cells }: { readonly parts: readonly Part[]; readonly cells: number },
  names: readonly string[],
): Promise<readonly MetricColumn[]> {
  const columns = names.map(() => ({
    values: new Float64Array(cells).fill(Number.NaN),
    reasons: new Uint8Array(cells),
  }));
  for (const part of parts) {
    const stored = await readBatchColumns(connection, part.batchId, names);
    for (const [place, column] of columns.entries()) copyPart(part, stored[place] ?? null, column);
  }
  return columns;
}

function copyPart(part: Part, from: MetricColumn | null, to: MetricColumn): void {
  if (from === null) return;
  if (part.isPlain) {
    to.values.set(from.values.subarray(0, part.count), part.firstCell);
    to.reasons.set(from.reasons.subarray(0, part.count), part.firstCell);
    return;
  }
  for (let index = 0; index < part.count; index++) {
    const cell = part.cellAt(index);
    const row = part.rowAt(index);
    to.values[cell] = from.values[row] ?? Number.NaN;
    to.reasons[cell] = from.reasons[row] ?? 0;
  }
}

/** How many cells a sweep has. */
export async function countCells(connection: Connection, taskId: TaskId): Promise<number> {
  const { rows } = await connection.query<{ cells: number }>({
    name: "count-grid-cells",
    text: `select cells_total as cells from task where id = $1`,
    values: [taskId],
  });
  return rows[0]?.cells ?? 0;
}

import type { TaskId } from "../../core/names/ids.ts";
import type { CellCounts } from "../run/runs.ts";
import type { Connection } from "../connection/transaction.ts";

export interface SweepProgress {
  readonly cellsTotal: number;
  readonly cellsDone: number;
  readonly cellsFailed: number;
}

/** Adds to the counters of a sweep; `cellMs` is the measured cost of one cell of the range, null keeps the last one. */
export async function addTaskCells(
  connection: Connection,
  taskId: TaskId,
  counts: CellCounts & { readonly cellMs: number | null },
): Promise<SweepProgress> {
  const { rows } = await connection.query<SweepProgress>({
    name: "add-task-cells",
    text: `
      update task set cells_done = cells_done + $2 + $3 + $4, cells_succeeded = cells_succeeded + $2,
        cells_cached = cells_cached + $3, cells_failed = cells_failed + $4,
        cell_ms = case when $5::float8 is null then cell_ms when cell_ms is null then $5 else 0.5 * cell_ms + 0.5 * $5 end
      where id = $1
      returning cells_total as "cellsTotal", cells_done as "cellsDone", cells_failed as "cellsFailed"`,
    values: [taskId, counts.succeeded, counts.cached, counts.failed, counts.cellMs],
  });
  return rows[0] ?? { cellsTotal: 0, cellsDone: 0, cellsFailed: 0 };
}

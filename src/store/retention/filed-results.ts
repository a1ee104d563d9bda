import type { RunId } from "../../core/names/ids.ts";
import type { Transaction } from "../connection/transaction.ts";

/** Whether the cells of a task leave files on hosts of ours, as those of programs do: they have no bars, and nobody else computes them. */
export function hasFiles(task: "own"): string {
  return `${task}.snapshot_id is null and ${task}.max_cells_out is null`;
}

/**
 * Of cells whose files go: their results are kept for the runs that have them, and not taken for new ones any more, which would
 * have figures without files.
 */
export async function supersedeFiledResults(transaction: Transaction, runs: readonly RunId[]): Promise<void> {
  await transaction.query({
    name: "supersede-filed-results",
    text: `
      update batch set superseded = true from task own join sweep_part part on part.task_id = own.id
      where batch.id = part.batch_id and batch.task_id = own.id and not batch.superseded
        and own.run_id = any ($1::text[]) and ${hasFiles("own")}`,
    values: [runs],
  });
}

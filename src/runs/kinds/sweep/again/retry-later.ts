import { readNow } from "../../../../store/connection/database-clock.ts";
import type { Transaction } from "../../../../store/connection/transaction.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { addSpareRanges, type SpareRange } from "../../../../store/moves/lease-range.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import { nextTurn } from "../plan.ts";
import type { CellsToRetry } from "./sort-failures.ts";

/** Keeps ranges to be tried again, and asks to be woken for them. Until then they hold nothing. */
export async function retryLater(
  transaction: Transaction,
  { taskId, priority }: Pick<OpenTask, "taskId" | "priority">,
  ranges: readonly (CellsToRetry & Pick<SpareRange, "externalId">)[],
): Promise<void> {
  if (ranges.length === 0) return;
  // By the database's clock, which also decides when it is due.
  const now = (await readNow(transaction)).getTime();
  const spare = ranges.map(({ delayMs, error, ...range }) => ({
    ...range,
    again: { at: new Date(now + delayMs), error },
  }));
  await addSpareRanges(transaction, taskId, spare);
  const moments = new Set(spare.map(({ again }) => again.at.getTime()));
  await enqueueJobs(
    transaction,
    [...moments].map((at) => nextTurn({ id: taskId, priority, runAfter: new Date(at) }, 0)),
  );
}

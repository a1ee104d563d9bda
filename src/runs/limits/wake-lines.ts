import type { JobRequest } from "../../core/names/job-names.ts";
import { turnHeadStartMs } from "../../core/names/priority.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { lockLimits } from "../../store/limits/slot-limits.ts";
import { headOfLine, type WaitingTask } from "../../store/limits/slot-waits.ts";
import type { Transaction } from "../../store/connection/transaction.ts";
import { jobsOf } from "../start/jobs-of.ts";

/** Where a limit was lifted, so many are woken at once; the others when these have begun. */
const MOST_WOKEN = 1000;

/**
 * Wakes the first of each line for which there may be room: whoever has given back a slot, or moved a limit, calls it last in
 * its transaction. Nobody is promised anything: who is woken asks again, and keeps its place.
 */
export async function wakeLines(transaction: Transaction, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const limits = new Map((await lockLimits(transaction, names)).map((limit) => [limit.name, limit]));
  const jobs: JobRequest[] = [];
  for (const name of new Set(names)) {
    const limit = limits.get(name);
    const free = limit === undefined ? MOST_WOKEN : limit.slots - limit.usedSlots;
    if (free > 0) jobs.push(...jobsOfWaiting(await headOfLine(transaction, name, Math.min(free, MOST_WOKEN))));
  }
  await enqueueJobs(transaction, jobs);
}

function jobsOfWaiting(tasks: readonly WaitingTask[]): readonly JobRequest[] {
  const queued = tasks.filter(({ isBegun }) => !isBegun);
  const begun = tasks.filter(({ isBegun }) => isBegun);
  return [
    ...jobsOf(queued),
    ...begun.map(({ id, priority }) => ({
      name: "compute_cells" as const,
      subject: id,
      headStartMs: turnHeadStartMs(priority, 0),
      // One that waits to be taken is enough: it is made anew when it has got a range.
      key: `line ${id}`,
    })),
  ];
}

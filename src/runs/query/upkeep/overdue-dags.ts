import { readNow } from "../../../store/connection/database-clock.ts";
import type { Database } from "../../../store/connection/transaction.ts";
import { listOwedDags } from "../../../store/service/service-figures.ts";
import type { DagSummaries } from "../home/dag-summaries.ts";

/** Whether a scheduler really ticks. */
export interface SchedulerLook {
  /** DAGs with a schedule that a scheduler has taken up. */
  readonly scheduled: number;
  /** Those of them with a slot that nobody has decided on in time, the one that is owed longest first. */
  readonly overdue: readonly { readonly dag: string; readonly slot: Date; readonly lateMs: number }[];
}

/** A scheduler looks every ten seconds; a DAG that takes its time makes no other one late by more. */
const IN_TIME_MS = 60_000;

/**
 * No row says that a scheduler is up, and one that says so could be wrong. What it would have done says it: it decides on each
 * slot, also of a DAG that is paused, so a slot that has come and that nobody has decided on means that none ticks.
 */
export async function lookAtScheduler(database: Database, summaries: DagSummaries): Promise<SchedulerLook> {
  const owed = await listOwedDags(database);
  const now = await readNow(database);
  const known = await summaries.read(owed.map(({ hash }) => hash));
  const scheduled = owed.filter(({ hash }) => (known.get(hash)?.schedule ?? null) !== null);
  const overdue = scheduled.flatMap(({ dagId: dag, hash, since }) => {
    const slot = known.get(hash)?.slotAfter(since) ?? null;
    const lateMs = slot === null ? 0 : now.getTime() - slot.getTime();
    return slot !== null && lateMs > IN_TIME_MS ? [{ dag, slot, lateMs }] : [];
  });
  return { scheduled: scheduled.length, overdue: overdue.toSorted((a, b) => b.lateMs - a.lateMs) };
}

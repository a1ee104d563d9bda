import { hasDueJobs } from "../../store/enqueue-jobs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { listDagsWithRoom } from "../../store/limits/held-runs.ts";
import { listOverdueTasks, listStopping } from "../../store/run/recover.ts";
import { warnOfLateRuns } from "../deadline/warn-of-late-runs.ts";
import { endOverdueSweep } from "../kinds/sweep/work/end-overdue-sweep.ts";
import { releaseHeldRuns } from "../start/release-run.ts";
import type { WorkDeps } from "../work-deps.ts";
import { abandonExternal } from "./abandon-external.ts";
import { reapDeadWorkers } from "./reap-dead-workers.ts";
import { reclaimOrphanedAttempts } from "./reclaim-orphaned-attempts.ts";
import { stopOverdueRuns } from "./stop-overdue-runs.ts";
import { wakeOpenWork } from "./wake-open-work.ts";

/**
 * One round of the watchdog, which every worker runs: takes over from dead workers, ends what they have left outside, stops what is overdue, lets held runs go, warns of late ones,
 * tells this process of stops whose message was missed, and wakes work that nobody would come to.
 *
 * @param aliveMs how long a worker counts as live after a heartbeat
 * @returns ids of the workers that this round declared dead
 */
export async function watchOver(deps: WorkDeps, aliveMs: number): Promise<readonly string[]> {
  const { database } = deps;
  const dead = await reapDeadWorkers(database, { workerId: deps.workerId, graceMs: aliveMs });
  for (const id of dead) deps.log.warn(`Worker ${id} is dead; its work was taken over`);
  await reclaimOrphanedAttempts(deps, aliveMs);
  await abandonExternal(deps);
  for (const { id, timeoutMs } of await listOverdueTasks(database)) await endOverdueSweep(id, timeoutMs, database);
  await stopOverdueRuns(database);
  for (const dagId of await listDagsWithRoom(database)) {
    await inTransaction(database, (transaction) => releaseHeldRuns(transaction, dagId));
  }
  await warnOfLateRuns(deps);
  await fireMissedStops(deps);
  if (!(await hasDueJobs(database))) await wakeOpenWork(database);
  return dead;
}

/** Stops that were told while this process could not hear. */
export async function fireMissedStops(deps: Pick<WorkDeps, "database" | "stops">): Promise<void> {
  const watched = deps.stops.watched();
  if (watched.length === 0) return;
  for (const runId of await listStopping(deps.database, watched)) deps.stops.fire(runId);
}

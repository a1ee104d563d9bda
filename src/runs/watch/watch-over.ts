import { hasDueJobs } from "../../store/enqueue-jobs.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { listDagsWithRoom } from "../../store/limits/held-runs.ts";
import { listOverdueTasks, listStopping } from "../../store/run/recover.ts";
import { warnOfLateRuns } from "../deadline/warn-of-late-runs.ts";
import { endOverdueSweep } from "../kinds/sweep/work/end-overdue-sweep.ts";
import { retryUntilConnected } from "../retry-until-connected.ts";
import { releaseHeldRuns } from "../start/release-run.ts";
import type { WorkDeps } from "../work-deps.ts";
import { abandonExternal } from "./abandon-external.ts";
import { reapDeadWorkers } from "./reap-dead-workers.ts";
import { reclaimOrphanedAttempts } from "./reclaim-orphaned-attempts.ts";
import { stopOverdueRuns } from "./stop-overdue-runs.ts";
import { wakeOpenWork } from "./wake-open-work.ts";

/** A duty of a round is tried for so long, in milliseconds: one request that fails must not undo the other duties. */
const DUTY_MS = 5000;

/**
 * One round of the watchdog, which every worker runs: takes over from dead workers, ends what they have left outside, stops
 * what is overdue, lets held runs go, warns of late ones, tells this process of stops whose message was missed, and wakes
 * work that nobody would come to. Each duty may be done twice.
 *
 * @param aliveMs how long a worker counts as live after a heartbeat
 * @returns ids of the workers that this round declared dead
 */
export async function watchOver(deps: WorkDeps, aliveMs: number): Promise<readonly string[]> {
  const { database, workerId } = deps;
  const patience = { forMs: DUTY_MS, ending: deps.draining };
  const duty = <T>(work: () => Promise<T>): Promise<T> => retryUntilConnected(work, patience);

  const dead = await duty(() => reapDeadWorkers(database, { workerId, graceMs: aliveMs }));
  for (const id of dead) deps.log.warn(`Worker ${id} is dead; its work was taken over`);
  await duty(() => reclaimOrphanedAttempts(deps, aliveMs));
  await duty(() => abandonExternal(deps));
  for (const { id, timeoutMs } of await duty(() => listOverdueTasks(database))) {
    await duty(() => endOverdueSweep(id, timeoutMs, database));
  }
  await duty(() => stopOverdueRuns(database));
  for (const dagId of await duty(() => listDagsWithRoom(database))) {
    await duty(() => inTransaction(database, (transaction) => releaseHeldRuns(transaction, dagId)));
  }
  await duty(() => warnOfLateRuns(deps));
  await duty(() => fireMissedStops(deps));
  if (!(await duty(() => hasDueJobs(database)))) await duty(() => wakeOpenWork(database));
  return dead;
}

/** Stops that were told while this process could not hear. */
export async function fireMissedStops(deps: Pick<WorkDeps, "database" | "stops">): Promise<void> {
  const watched = deps.stops.watched();
  if (watched.length === 0) return;
  for (const runId of await listStopping(deps.database, watched)) deps.stops.fire(runId);
}

import { type Database, inTransaction } from "../../store/connection/transaction.ts";
import { releaseJobs } from "../../store/enqueue-jobs.ts";
import {
  type Watchdog,
  listOrphanAttempts,
  listOrphanPools,
  markDeadWorkers,
  markReaped,
} from "../../store/run/recover.ts";
import { takeBack } from "./take-back.ts";
import { wakeOpenWork } from "./wake-open-work.ts";

/**
 * Takes the work of dead workers away from them and gives it out again (I3). None of it counts as
 * a failed try (I4). Gives back the ids of the workers that were declared dead by this call.
 */
export async function reapDeadWorkers(database: Database, watchdog: Watchdog): Promise<readonly string[]> {
  const dead = await markDeadWorkers(database, watchdog);
  const [orphans, pools] = await Promise.all([listOrphanAttempts(database), listOrphanPools(database)]);
  for (const orphan of orphans) {
    await inTransaction(database, (transaction) => takeBack(transaction, orphan, "worker_died"));
  }
  await inTransaction(database, (transaction) => releaseJobs(transaction, pools));
  await markReaped(database);
  if (dead.length > 0 || orphans.length > 0) await wakeOpenWork(database);
  return dead;
}

import { inTransaction } from "../../store/connection/transaction.ts";
import { listOwnAttempts } from "../../store/run/recover.ts";
import type { WorkDeps } from "../work-deps.ts";
import { takeBack } from "./take-back.ts";
import { wakeOpenWork } from "./wake-open-work.ts";

/**
 * Gives back attempts that the database says are ours but nobody here works on: their claim was
 * committed, and the answer lost with the connection (I9).
 *
 * @param minAgeMs younger ones may be on their way to us
 */
export async function reclaimOrphanedAttempts(deps: WorkDeps, minAgeMs: number): Promise<void> {
  const own = await listOwnAttempts(deps.database, deps.workerId, minAgeMs);
  const strays = own.filter((attempt) => !deps.active.has(attempt.id));
  if (strays.length === 0) return;
  for (const stray of strays)
    await inTransaction(deps.database, (transaction) => takeBack(transaction, stray, "stray"));
  await wakeOpenWork(deps.database);
}

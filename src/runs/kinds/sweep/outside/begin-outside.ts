import { AppError } from "../../../../core/errors/app-error.ts";
import type { CellRange, OutsideSweep } from "../../../../executors/executor.ts";
import { enqueueJobs } from "../../../../store/enqueue-jobs.ts";
import { inTransaction } from "../../../../store/connection/transaction.ts";
import type { Lease } from "../../../../store/moves/lease-range.ts";
import { keepExternalId } from "../../../../store/run/attempts.ts";
import { leaveOutside } from "../../../../store/outside/outside-attempts.ts";
import { retryUntilConnected } from "../../../retry-until-connected.ts";
import type { OpenTask } from "../../../sweep/open-task.ts";
import type { WorkDeps } from "../../../work-deps.ts";
import { lookOutsideJob } from "../plan.ts";
import { OUTSIDE_TIMING } from "./outside-timing.ts";

export interface OutsideRange {
  readonly lease: Lease;
  readonly cells: CellRange;
  readonly outside: OutsideSweep;
}

/**
 * Has a range computed outside of all workers, and lets go of it: from then on nobody waits for it, and `lookOutside` comes
 * back for what it has come to. Its name is kept before it begins, so that whoever takes over finds it.
 */
export async function beginOutside(
  task: OpenTask,
  { lease, cells, outside }: OutsideRange,
  { deps, signal }: { readonly deps: WorkDeps; readonly signal: AbortSignal },
): Promise<void> {
  const { database, workerId, draining, outsideTiming = OUTSIDE_TIMING } = deps;
  const patience = { ending: draining };
  const known = lease.externalId;
  const taken = known === null ? null : await outside.begin(known, cells, { isNew: false, signal });
  const externalId = taken ?? (await beginNew());
  await retryUntilConnected(
    () =>
      inTransaction(database, async (transaction) => {
        const attempt = { id: lease.attemptId, workerId, externalId };
        const lookAt = await leaveOutside(transaction, attempt, outsideTiming);
        if (lookAt !== null) await enqueueJobs(transaction, [lookOutsideJob(task.runId, lookAt)]);
      }),
    patience,
  );

  async function beginNew(): Promise<string> {
    const name = outside.nameOf(task.runId, lease.attemptId);
    signal.throwIfAborted();
    await retryUntilConnected(() => keepExternalId(database, lease.attemptId, name), patience);
    const begun = await outside.begin(name, cells, { isNew: true, signal });
    if (begun === null) throw new AppError("EXECUTOR_FAILED", `The work ${name} had failed before it was begun`);
    return begun;
  }
}

import { messageOf } from "../../core/errors/app-error.ts";
import { inTransaction, isConnectionLost } from "../../store/connection/transaction.ts";
import { type ExternalWork, forgetExternalWork, listDesertedWork } from "../../store/outside/external-work.ts";
import { endAttempts } from "../../store/moves/attempt-moves.ts";
import { addSpareRanges } from "../../store/moves/lease-range.ts";
import { type DesertedAttempt, listDesertedAttempts } from "../../store/outside/outside-attempts.ts";
import { wakeLines } from "../limits/wake-lines.ts";
import { lockRun } from "../../store/run/runs.ts";
import { endStoppedTask } from "../end/stop-run.ts";
import { pickExecutor } from "../sweep/pick-executor.ts";
import type { WorkDeps } from "../work-deps.ts";

type AbandonDeps = Pick<WorkDeps, "database" | "dags" | "executors" | "log">;

/**
 * Ends the work outside of our workers that nobody will go on with, such as that of a worker which died before its run was
 * told to stop. A stopping run ends only when nothing of it is left (I5); what cannot be ended now is tried again by the next round.
 */
export async function abandonExternal(deps: AbandonDeps): Promise<void> {
  for (const attempt of await listDesertedAttempts(deps.database)) await giveUp(attempt, deps);
  for (const work of await listDesertedWork(deps.database)) {
    if (!(await isGone(work, deps))) continue;
    await inTransaction(deps.database, async (transaction) => {
      const run = await lockRun(transaction, work.runId);
      await forgetExternalWork(transaction, work);
      if (run !== null && run.stopping !== null) await endStoppedTask(transaction, run, work.taskId);
    });
  }
}

/** An attempt that nobody will collect is over; what it has begun is to be ended. */
async function giveUp(attempt: DesertedAttempt, { database }: AbandonDeps): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await lockRun(transaction, attempt.runId);
    const ends = [{ id: attempt.attemptId, state: "cancelled", error: null }] as const;
    const { held, freed } = await endAttempts(transaction, ends);
    if (held.has(attempt.attemptId)) await addSpareRanges(transaction, attempt.taskId, [attempt]);
    await wakeLines(transaction, freed);
  });
}

async function isGone(work: ExternalWork, deps: AbandonDeps): Promise<boolean> {
  const { runId, specIndex, externalId } = work;
  try {
    const backtest = (await deps.dags.read(work)).backtests[specIndex];
    if (backtest === undefined) throw new RangeError(`The DAG has no backtest ${specIndex}`);
    const executor = pickExecutor(backtest, deps.executors);
    const isEnded = executor.abandon === undefined || (await executor.abandon(externalId, backtest));
    if (!isEnded) deps.log.warn(`${externalId} of run ${runId} has not ended yet`);
    return isEnded;
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    deps.log.warn(`${externalId} of run ${runId} could not be ended yet: ${messageOf(error)}`);
    return false;
  }
}

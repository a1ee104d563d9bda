import { messageOf } from "../../core/errors/app-error.ts";
import { inTransaction, isConnectionLost } from "../../store/connection/transaction.ts";
import { type ExternalWork, forgetExternalWork, listDesertedWork } from "../../store/run/external-work.ts";
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
  for (const work of await listDesertedWork(deps.database)) {
    if (!(await isGone(work, deps))) continue;
    await inTransaction(deps.database, async (transaction) => {
      const run = await lockRun(transaction, work.runId);
      await forgetExternalWork(transaction, work);
      if (run !== null && run.stopping !== null) await endStoppedTask(transaction, run, work.taskId);
    });
  }
}

async function isGone(work: ExternalWork, deps: AbandonDeps): Promise<boolean> {
  const { runId, specIndex, externalId } = work;
  try {
    const backtest = (await deps.dags.read(work)).backtests[specIndex];
    if (backtest === undefined) throw new RangeError(`The DAG has no backtest ${specIndex}`);
    const executor = pickExecutor(backtest, deps.executors);
    const isEnded = executor.abandon === undefined || (await executor.abandon(externalId));
    if (!isEnded) deps.log.warn(`${externalId} of run ${runId} has not ended yet`);
    return isEnded;
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    deps.log.warn(`${externalId} of run ${runId} could not be ended yet: ${messageOf(error)}`);
    return false;
  }
}

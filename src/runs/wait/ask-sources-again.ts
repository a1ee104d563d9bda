import { reopenTasks } from "../../store/moves/reopen.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
import { suspendWait } from "../../store/run/waits.ts";
import { inTransaction } from "../../store/connection/transaction.ts";
import { readNow } from "../../store/connection/database-clock.ts";
import { queueTasks } from "../start/write-run.ts";
import type { WorkDeps } from "../work-deps.ts";

/** A source has the bar of a day minutes after its end; it is not to be asked all the time. */
const ASK_EVERY_MS = 300_000;

/**
 * Lets the callbacks that fetch prices do so once more for a run whose data have not come, some minutes after they last did.
 * They are the only tasks of a run that waits; it looks for its data again when they have ended.
 */
export async function askSourcesAgain(run: RunRow, deps: WorkDeps): Promise<void> {
  const everyMs = deps.askEveryMs ?? ASK_EVERY_MS;
  await inTransaction(deps.database, async (transaction) => {
    const locked = await lockRun(transaction, run.id);
    if (locked === null || locked.waitsFor === null || locked.stopping !== null || locked.openTasks > 0) return;
    const tasks = await listTasks(transaction, run.id);
    const now = await readNow(transaction);
    if (tasks.length === 0 || now.getTime() - lastEnd(tasks) < everyMs) return;
    const reopened = await reopenTasks(
      transaction,
      run.id,
      tasks.map(({ id }) => id),
    );
    await suspendWait(transaction, run.id, reopened.length);
    await queueTasks(
      transaction,
      reopened.filter(({ unmet }) => unmet === 0),
      locked,
    );
  });
}

function lastEnd(tasks: readonly TaskRow[]): number {
  return Math.max(...tasks.map(({ finishedAt }) => finishedAt?.getTime() ?? 0));
}

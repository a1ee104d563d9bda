import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import type { RunId } from "../../core/names/ids.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { notify } from "../../store/events.ts";
import { pauseRunRow, unpauseRunRow } from "../../store/actions/pauses.ts";
import { lockRun, type RunRow } from "../../store/run/runs.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { wakeOpenWork } from "../watch/wake-open-work.ts";

/** Lets a run begin nothing new; ranges and callbacks that are under way end. @throws AppError RUN_NOT_FOUND, ACTION_REFUSED */
export function pauseRun(database: Database, id: RunId, act: Act): Promise<void> {
  return change(database, id, { act, action: "pause", move: (transaction) => pauseRunRow(transaction, id, act) });
}

/** Lets a paused run go on where it was. @throws AppError RUN_NOT_FOUND, ACTION_REFUSED */
export async function unpauseRun(database: Database, id: RunId, act: Act): Promise<void> {
  await change(database, id, { act, action: "unpause", move: (transaction) => unpauseRunRow(transaction, id) });
  // Jobs are wake-ups: those of the run were used up while it was paused.
  await wakeOpenWork(database);
}

interface Change {
  readonly act: Act;
  readonly action: "pause" | "unpause";
  readonly move: (transaction: Transaction) => Promise<boolean>;
}

async function change(database: Database, id: RunId, { act, action, move }: Change): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const run = await lockRun(transaction, id);
    if (run === null) throw new AppError("RUN_NOT_FOUND", `There is no run ${id}`);
    if (!(await move(transaction))) throw refused(run, action);
    await recordAct(transaction, { action, dagId: run.dagId, runId: id }, act);
    await notify(transaction, "nightgrid_run", id);
  });
}

function refused({ id, status }: RunRow, action: Change["action"]): AppError {
  const hint =
    status === "paused"
      ? `\`nightgrid unpause ${id}\` lets it go on.`
      : "A run can be paused from its start until it ends, and unpaused when it is paused.";
  return new AppError("ACTION_REFUSED", `Run ${id} cannot be ${action}d: it is ${status}.`, { hint });
}

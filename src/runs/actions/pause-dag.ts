import { AppError } from "../../core/errors/app-error.ts";
import type { Act } from "../../core/names/audit.ts";
import { suggestName } from "../../core/text/suggest-name.ts";
import { recordAct } from "../../store/actions/audit.ts";
import { listDags, lockDag } from "../../store/run/dags.ts";
import { pauseDagRow, unpauseDagRow } from "../../store/actions/pauses.ts";
import { type Database, inTransaction, type Transaction } from "../../store/connection/transaction.ts";
import { releaseNextRun } from "../start/release-run.ts";

/** Lets a DAG start nothing by itself: its slots are recorded as skipped. Runs by hand and backfills go on. @throws AppError DAG_NOT_FOUND, ACTION_REFUSED */
export async function pauseDag(database: Database, id: string, act: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await requireDag(transaction, id);
    if (await pauseLockedDag(transaction, id, act)) return;
    throw new AppError("ACTION_REFUSED", `The DAG ${id} is paused already.`, {
      hint: `\`nightgrid audit --dag ${id}\` says by whom and why.`,
    });
  });
}

/** As `pauseDag`, in a transaction of others; false when it is paused already. */
export async function pauseLockedDag(transaction: Transaction, id: string, act: Act): Promise<boolean> {
  if (!(await pauseDagRow(transaction, id, act))) return false;
  await recordAct(transaction, { action: "pause", dagId: id }, act);
  return true;
}

/** Its slots count again, from now on; one that has waited for the run before it may go. @throws AppError as `pauseDag` */
export async function unpauseDag(database: Database, id: string, act: Act): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await requireDag(transaction, id);
    if (!(await unpauseDagRow(transaction, id))) {
      throw new AppError("ACTION_REFUSED", `The DAG ${id} is not paused.`, {
        hint: "`nightgrid schedule` shows which ones are.",
      });
    }
    await recordAct(transaction, { action: "unpause", dagId: id }, act);
    await releaseNextRun(transaction, id);
  });
}

async function requireDag(transaction: Transaction, id: string): Promise<void> {
  if ((await lockDag(transaction, id)) !== null) return;
  const known = (await listDags(transaction)).map((dag) => dag.id);
  throw new AppError("DAG_NOT_FOUND", `There is no DAG "${id}".`, {
    hint: suggestName(id, known, { otherwise: "`nightgrid dags` lists the files of this project." }),
  });
}

import { messageOf } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import type { RunEnd } from "../../store/moves/run-moves.ts";
import { lockRun, readRun, type RunRow } from "../../store/run/runs.ts";
import { listTasks, type TaskRow } from "../../store/run/tasks.ts";
import { inTransaction, isConnectionLost } from "../../store/connection/transaction.ts";
import { judgeRun } from "../judge/judge-run.ts";
import { patientDatabase } from "../patient-database.ts";
import { READ_PATIENCE } from "../retry-until-connected.ts";
import type { WorkDeps } from "../work-deps.ts";
import { endLockedRun } from "./end-locked-run.ts";
import { pauseFailingDag } from "./pause-failing-dag.ts";
import { runFacts } from "./run-facts.ts";
import { type EndedRun, writeAlerts } from "./write-alerts.ts";

/**
 * Ends a run whose tasks have all ended: decides its state, judges its sweeps, evaluates the alert rules, and moves
 * alarms and writes messages into the outbox in the transaction that ends the run. Then the next held run of the DAG may go.
 */
export async function finishRun(runId: RunId, impatient: WorkDeps): Promise<void> {
  const patience = { ...READ_PATIENCE, ending: impatient.draining };
  const deps = { ...impatient, database: patientDatabase(impatient.database, patience) };
  const run = await readRun(deps.database, runId);
  if (run === null || run.finishedAt !== null || run.openTasks > 0) return;
  // Its tasks are still to be planned.
  if (run.waitsFor !== null && run.stopping === null) return;
  const tasks = await listTasks(deps.database, runId);
  const verdict = decideRun(run, tasks);
  await judgeRun(run, tasks, deps);
  const ended = await endedRun(run, verdict, deps);
  deps.logs.ofRun(runId).info(`Run ${verdict.state}`, verdict.reason === null ? {} : { reason: verdict.reason });
  await deps.logs.flush();
  await inTransaction(deps.database, async (transaction) => {
    await lockRun(transaction, runId);
    if (!(await endLockedRun(transaction, run, verdict))) return;
    if (ended === null) return;
    await writeAlerts(transaction, ended, deps);
    await pauseFailingDag(transaction, { ...ended, verdict }, deps);
  });
}

/** A run fails when any of its tasks failed; one that was told to stop ends as it was told. */
export function decideRun(
  run: Pick<RunRow, "stopping" | "reason">,
  tasks: readonly Pick<TaskRow, "state" | "key" | "error">[],
): RunEnd {
  if (run.stopping !== null) return { state: run.stopping, reason: run.reason };
  const failed = tasks.find((task) => task.state === "failed");
  if (failed === undefined) return { state: "succeeded", reason: null };
  return { state: "failed", reason: `${failed.key}: ${failed.error?.message ?? "failed"}` };
}

/** What alert rules are evaluated on; null when there is nobody to tell, or nothing could be read: a run must end. */
async function endedRun(run: RunRow, verdict: RunEnd, deps: WorkDeps): Promise<EndedRun | null> {
  // Whoever cancels a run knows about it; a night that a backfill makes good raises no alarm today.
  if (verdict.state === "cancelled" || run.trigger === "backfill") return null;
  try {
    const spec = await deps.dags.read(run);
    return { run, spec, facts: await runFacts(run, { spec, verdict }, deps) };
  } catch (error) {
    // Else the run would end without its messages; this way it is finished once the database is back.
    if (isConnectionLost(error)) throw error;
    deps.logs.ofRun(run.id).error(`The alert rules could not be evaluated: ${messageOf(error)}`);
    return null;
  }
}

import { codedReason } from "../error-of.ts";
import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { enqueueJobs } from "../../store/enqueue-jobs.ts";
import { notify } from "../../store/events.ts";
import { readDagVersion } from "../../store/run/dags.ts";
import { lockRun, readRun, type RunRow } from "../../store/run/runs.ts";
import { listTasks } from "../../store/run/tasks.ts";
import { type ClaimedLook, claimLook, endWait, noteMissing, type Wait } from "../../store/run/waits.ts";
import { inTransaction, isConnectionLost } from "../../store/connection/transaction.ts";
import { stopRun } from "../end/stop-run.ts";
import { planRun, type RunPlan } from "../start/run-plan.ts";
import { pinPlan } from "../versions/pin-plan.ts";
import { writeTasks } from "../start/write-run.ts";
import type { WorkDeps } from "../work-deps.ts";
import { askSourcesAgain } from "./ask-sources-again.ts";
import { missingData, waitedFor } from "./missing-data.ts";

const LOOK_EVERY_MS = 10_000;

/**
 * Looks for the data that a run waits for. When they have come, the run is planned and its tasks begin; when its time is over
 * without them, it fails. Between two looks nothing is held: the next one is a job of its own.
 */
export async function lookForData(runId: RunId, deps: WorkDeps): Promise<void> {
  const look = await claimAndAskAgain(runId, deps);
  const run = look === null ? null : await readRun(deps.database, runId);
  if (look === null || run === null || run.waitsFor === null) return;
  const spec = await deps.dags.read(run);
  const missing = await missingData(spec, run.waitsFor, deps);
  if (missing === null) return begin(run, run.waitsFor, deps);
  if (look.isOver) return giveUp(run, { wait: run.waitsFor, missing }, deps);
  await askSourcesAgain(run, deps);
  if (!(await noteMissing(deps.database, runId, missing))) return;
  deps.logs.ofRun(runId).info(`Waits for ${waitedFor(run.waitsFor)}: ${missing}`, { until: run.waitUntil });
  await notify(deps.database, "nightgrid_run", runId);
}

function claimAndAskAgain(runId: RunId, deps: WorkDeps): Promise<ClaimedLook | null> {
  return inTransaction(deps.database, async (transaction) => {
    const look = await claimLook(transaction, runId, deps.lookEveryMs ?? LOOK_EVERY_MS);
    if (look !== null) {
      await enqueueJobs(transaction, [{ name: "look_for_data", subject: runId, runAt: look.nextAt }]);
    }
    return look;
  });
}

async function begin(run: RunRow, wait: Wait, deps: WorkDeps): Promise<void> {
  const plan = await planOrFail(run, deps);
  if (plan === null) return;
  if (wait.through !== null) deps.logs.ofRun(run.id).info(`The data have come: ${waitedFor(wait)}`);
  await inTransaction(deps.database, async (transaction) => {
    if ((await lockRun(transaction, run.id)) === null) return;
    // Another worker may have looked for so long that its turn went by.
    const earlier = await listTasks(transaction, run.id);
    const pins = await pinPlan(transaction, plan, { versions: deps.data.versions, actor: null });
    const tasks = pins.tasks.slice(earlier.length);
    if (!(await endWait(transaction, run.id, { ...pins.run, openTasks: tasks.length }))) return;
    const ids = earlier.map(({ id }) => id);
    await writeTasks(transaction, run, tasks, ids);
    await notify(transaction, "nightgrid_run", run.id);
  });
}

/** Null when the run cannot be planned, and fails for it. */
async function planOrFail(run: RunRow, deps: WorkDeps): Promise<RunPlan | null> {
  const version = await readDagVersion(deps.database, run.dagHash);
  try {
    const dag = { file: "", text: version?.yaml ?? "", spec: await deps.dags.read(run) };
    const { logicalDate, trigger, tickAt } = run;
    return await planRun({ dag, logicalDate, trigger, tickAt, overrides: {} }, deps, run.id);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    await stopRun(deps.database, run.id, { state: "failed", reason: reasonOf(error) });
    return null;
  }
}

/** Of data that are missing people are told the command that gets them. */
function reasonOf(error: unknown): string {
  if (!(error instanceof AppError) || error.code !== "DATA_NOT_FETCHED") return messageOf(error);
  return codedReason(error.code, `${error.message}. ${error.hint ?? ""}`);
}

async function giveUp(
  run: RunRow,
  { wait, missing }: { readonly wait: Wait; readonly missing: string },
  deps: WorkDeps,
): Promise<void> {
  const waited = formatDuration(wait.timeoutMs);
  const { code, message } = new AppError("WAIT_TIMEOUT", `${waitedFor(wait)} had not come after ${waited}: ${missing}`);
  await stopRun(deps.database, run.id, { state: "failed", reason: codedReason(code, message) });
}

import { setTimeout as delay } from "node:timers/promises";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import type { Act } from "../core/names/audit.ts";
import type { RunId } from "../core/names/ids.ts";
import { stopRun } from "../runs/end/stop-run.ts";
import { watchRun } from "../runs/query/watch-run.ts";
import { type Patience, retryUntilConnected } from "../runs/retry-until-connected.ts";
import { isDatabaseFull } from "../store/connection/transaction.ts";
import { cancelOnInterrupt } from "./interrupts/cancel-on-interrupt.ts";
import { startProjectWorker } from "../app/project-worker.ts";
import type { Project } from "../app/project.ts";
import { interruptExitCode } from "./interrupts/interrupts.ts";
import type { Output } from "./terminal/output.ts";
import type { RunningWorker } from "../worker/start-worker.ts";
import { createProgress } from "./terminal/progress.ts";

/** Our worker may have taken up work of other runs; what takes longer than this is given back. */
const LEAVE_AFTER_MS = 1500;
/** A database that is away cannot be told that we leave. */
const LEAVE_LIMIT_MS = 10_000;
/** How long a run that has ended waits for channels that don't answer. */
const DELIVERIES_MS = 5000;

/**
 * Starts a run and works on it in this process, beside any other workers, until it is over.
 * Ctrl-C cancels it.
 *
 * @param run.isOurs whether nobody else waits for it: otherwise Ctrl-C only leaves it
 * @param run.start may be called again when the database went away: it must not start a second run then
 * @returns the exit code of the interrupt that cancelled it; null when none did
 * @throws AppError DISK_FULL when the database cannot even write down the end of the run
 * @throws AppError MIGRATION_CHANGED when a newer Nightgrid takes the database over meanwhile
 * @throws AppError DB_UNREACHABLE and its kin when the database is away for more than a minute
 */
export async function computeRun(
  run: { readonly id: RunId; readonly isOurs: boolean; readonly act: Act; start(): Promise<unknown> },
  project: Project,
  output: Output,
): Promise<number | null> {
  const { database } = project.deps;
  const ending = new AbortController();
  const leaving = new AbortController();
  const patience = { ...project.patience, ending: ending.signal };
  const stop = { state: "cancelled", reason: "Interrupted from the keyboard" } as const;
  const cancel = () => {
    ending.abort();
    if (!run.isOurs) return Promise.resolve(leaving.abort());
    return retryUntilConnected(() => stopRun(database, run.id, stop, { ...run.act, reason: stop.reason }), patience);
  };
  let worker: RunningWorker | null = null;
  const leaveAtOnce = async () => worker?.leave(0);
  using interrupted = cancelOnInterrupt(cancel, leaveAtOnce, (text) => output.note(text));
  const full = Promise.withResolvers<never>();
  // It may come while nobody waits for it yet.
  full.promise.catch(() => undefined);
  const onJobFailed = (error: unknown): void => {
    if (isDatabaseFull(error)) full.reject(databaseFull(error));
  };
  const starting = startProjectWorker(project, { onJobFailed });
  try {
    await retryUntilConnected(() => run.start(), patience);
    // One that came before there was a run to be told.
    if (interrupted.signal !== null) await cancel();
    worker = await starting;
    await Promise.race([showProgress(run.id, project, { patience, leaving }), full.promise, worker.failed]);
  } finally {
    worker = await starting;
    const left = worker.leave(LEAVE_AFTER_MS).catch((error: unknown) => project.deps.log.warn(messageOf(error)));
    await Promise.race([left, delay(LEAVE_LIMIT_MS)]);
  }
  return interrupted.signal === null ? null : interruptExitCode(interrupted.signal);
}

function databaseFull(cause: unknown): AppError {
  return new AppError("DISK_FULL", `The disk of the database is full: ${messageOf(cause)}`, {
    hint: "Free some space and run it again: cells that were stored are not computed twice.",
    cause,
  });
}

async function showProgress(
  id: RunId,
  project: Project,
  { patience, leaving }: { readonly patience: Patience; readonly leaving: AbortController },
): Promise<void> {
  const began = performance.now();
  const progress = createProgress(process.stderr);
  let timer: NodeJS.Timeout | undefined;
  for await (const { run, tasks } of watchRun(project.deps.database, id, { signal: leaving.signal, patience })) {
    const { cellsDone: done, cellsTotal: total, cellsFailed: failed, cellsCached: cached } = run;
    const elapsedMs = performance.now() - began;
    // There are no cells before there is a plan.
    const { running, cellsUnderWay: underWay } = tasks;
    if (run.waitsFor === null) progress.update({ done, total, failed, cached, underWay, elapsedMs, running });
    if (run.finishedAt !== null) timer ??= setTimeout(() => leaving.abort(), DELIVERIES_MS);
  }
  clearTimeout(timer);
  progress.finish();
}

import type { RunId } from "../core/ids.ts";
import { stopRun } from "../runs/end/stop-run.ts";
import { watchRun } from "../runs/query/watch-run.ts";
import { cancelOnInterrupt } from "./cancel-on-interrupt.ts";
import { startProjectWorker } from "./compose/start-project-worker.ts";
import type { Project } from "./compose/project.ts";
import { interruptExitCode } from "./interrupts.ts";
import type { Output } from "./output.ts";
import { createProgress } from "./progress.ts";

/** Our worker may have taken up work of other runs; what takes longer than this is given back. */
const LEAVE_AFTER_MS = 1500;

/**
 * Starts a run and works on it in this process, beside any other workers, until it is over.
 * Ctrl-C cancels it.
 *
 * @returns the exit code of the interrupt that cancelled it; null when none did
 */
export async function computeRun(
  run: { readonly id: RunId; start(): Promise<unknown> },
  project: Project,
  output: Output,
): Promise<number | null> {
  const { database } = project.deps;
  const stop = { state: "cancelled", reason: "Interrupted from the keyboard" } as const;
  const cancel = () => stopRun(database, run.id, stop);
  using interrupted = cancelOnInterrupt(cancel, (text) => output.note(text));
  const starting = startProjectWorker(project);
  try {
    await run.start();
    // One that came before there was a run to be told.
    if (interrupted.signal !== null) await cancel();
    await starting;
    await showProgress(run.id, project);
  } finally {
    const worker = await starting;
    await worker.leave(LEAVE_AFTER_MS);
  }
  return interrupted.signal === null ? null : interruptExitCode(interrupted.signal);
}

async function showProgress(id: RunId, project: Project): Promise<void> {
  const began = performance.now();
  const progress = createProgress(process.stderr);
  for await (const { run, tasks } of watchRun(project.deps.database, id)) {
    const { cellsDone: done, cellsTotal: total, cellsFailed: failed, cellsCached: cached } = run;
    const elapsedMs = performance.now() - began;
    progress.update({ done, total, failed, cached, elapsedMs, running: tasks.running });
  }
  progress.finish();
}

import { AppError } from "../../core/errors/app-error.ts";
import type { RunId } from "../../core/names/ids.ts";
import { listen } from "../../store/connection/listener.ts";
import { type TaskTally, tallyTasks } from "../../store/run/list-runs.ts";
import { readRun, type RunRow } from "../../store/run/runs.ts";
import type { Database } from "../../store/connection/transaction.ts";
import { type Patience, retryUntilConnected } from "../retry-until-connected.ts";
import { createWakeSignal } from "./wake-signal.ts";

export interface RunProgress {
  readonly run: RunRow;
  readonly tasks: TaskTally;
  /** The run has ended, and each of its alerts has been sent, or tried. */
  readonly isOver: boolean;
}

export interface WatchOptions {
  /** When the database goes away meanwhile. Default: for ever. */
  readonly patience?: Patience;
  readonly signal?: AbortSignal;
}

/** Looks again after this long without any word, in case one was missed. */
const LOOK_ANYWAY_MS = 5000;

/**
 * Follows a run: a snapshot at once, one whenever something has changed (told by the database), and a last
 * one when it is over. Changes that come faster than they are read make one snapshot.
 *
 * @throws AppError RUN_NOT_FOUND
 */
export async function* watchRun(
  database: Database,
  id: RunId,
  { signal, patience }: WatchOptions = {},
): AsyncGenerator<RunProgress, void, undefined> {
  const pulse = createWakeSignal(LOOK_ANYWAY_MS, signal);
  await using _listener = await listen(database, (event) => {
    if (event.kind === "reconnected" || event.runId === id) pulse.beat();
  });
  for (;;) {
    const progress = await retryUntilConnected(() => readProgress(database, id), patience);
    yield progress;
    if (progress.isOver || !(await pulse.next())) return;
  }
}

export async function readProgress(database: Database, id: RunId): Promise<RunProgress> {
  const run = await readRun(database, id);
  if (run === null) throw new AppError("RUN_NOT_FOUND", `There is no run ${id}`);
  // Counted after the run was read: the deliveries of a run that has ended are there by then.
  const tasks = await tallyTasks(database, id);
  return { run, tasks, isOver: run.finishedAt !== null && tasks.untriedDeliveries === 0 };
}

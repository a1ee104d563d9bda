import { countCells, isEnded, type ModelRun, type ModelState, type ModelTask, runningAttempts } from "./model-state.ts";
import { decideWaiting, endTask, resetTask } from "./task-rules.ts";

/** False when it has ended, or was told before. */
export function stopRun(state: ModelState, run: ModelRun, to: "failed" | "cancelled"): boolean {
  if (isEnded(run.state) || run.stopping !== null) return false;
  run.stopping = to;
  run.isPaused = false;
  for (const task of run.tasks) if (task.state === "waiting" || task.state === "queued") task.state = "cancelled";
  const hasResults = run.tasks.some((task) => countCells(task, "succeeded", "cached") > 0);
  // Nothing was computed: there is nothing to be told.
  if (to === "cancelled" && !hasResults && run.tasks.every((task) => isEnded(task.state))) run.state = "cancelled";
  for (const task of run.tasks) {
    const isIdle = runningAttempts(state, ({ taskId }) => taskId === task.id).length === 0;
    if (task.state === "running" && isIdle) endTask(run, task, "cancelled");
  }
  return true;
}

export function pauseRun(run: ModelRun): boolean {
  if (isEnded(run.state) || run.stopping !== null || run.isPaused) return false;
  run.isPaused = true;
  return true;
}

export function unpauseRun(run: ModelRun): boolean {
  if (!run.isPaused || isEnded(run.state)) return false;
  run.isPaused = false;
  return true;
}

/** What a retry does again; empty when there is nothing, or the run has not ended. */
export function toRetry(run: ModelRun, failedCells: boolean): readonly ModelTask[] {
  if (!isEnded(run.state)) return [];
  const undone = run.tasks.filter(
    (task) => task.state === "failed" || task.state === "cancelled" || (failedCells && countCells(task, "failed") > 0),
  );
  return withDownstream(run, undone);
}

export function withDownstream(run: ModelRun, roots: readonly ModelTask[]): readonly ModelTask[] {
  const reached = new Set(roots.map(({ id }) => id));
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const task of run.tasks) if (task.needs.some((id) => reached.has(id))) reached.add(task.id);
  }
  return run.tasks.filter(({ id }) => reached.has(id));
}

/** A run that has ended goes on with some of its tasks. @param recompute forgets results that are known */
export function reopen(state: ModelState, run: ModelRun, tasks: readonly ModelTask[], recompute: boolean): void {
  for (const task of tasks) {
    resetTask(state, task);
    if (recompute) state.results.delete(task.base);
  }
  Object.assign(run, { state: "queued", stopping: null, isPaused: false, ageMs: 0 } satisfies Partial<ModelRun>);
  decideWaiting(run);
}

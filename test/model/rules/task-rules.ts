import {
  countCells,
  FRESH,
  isEnded,
  type ModelCell,
  type ModelRun,
  type ModelState,
  type ModelTask,
  runningAttempts,
} from "./model-state.ts";

/** A running task ends, and what needs it goes on. */
export function endTask(run: ModelRun, task: ModelTask, state: "succeeded" | "failed" | "cancelled"): void {
  if (task.state !== "running") return;
  task.state = state;
  bringOn(run, task);
}

/**
 * Nothing is to be done of a stopping run; a before-callback that fails leaves the rest undone; else needs decide. One that
 * failed earlier holds up nobody: what is done again after it was asked for by name.
 */
function bringOn(run: ModelRun, ended: ModelTask): void {
  if (run.stopping !== null) return;
  if (ended.phase !== "before" || ended.state !== "failed") return decideWaiting(run);
  for (const task of run.tasks) if (task.state === "waiting" || task.state === "queued") task.state = "skipped";
}

export function decideWaiting(run: ModelRun): void {
  for (let moved = true; moved; ) {
    moved = false;
    for (const task of run.tasks) {
      const needs = run.tasks.filter(({ id }) => task.needs.includes(id));
      if (task.state !== "waiting" || !needs.every((need) => isEnded(need.state))) continue;
      task.state = isMet(task, needs) ? "queued" : "skipped";
      moved = true;
    }
  }
}

function isMet({ rule, minSuccess }: ModelTask, needs: readonly ModelTask[]): boolean {
  const ended = (...states: readonly ModelTask["state"][]) =>
    needs.filter(({ state }) => states.includes(state)).length;
  if (needs.length === 0 || rule === "all_done") return true;
  if (rule === "one_failed") return ended("failed") > 0;
  if (rule === "none_failed") return ended("failed", "cancelled") === 0;
  if (rule === "min_success") {
    const cells = needs.flatMap((need) => need.cells);
    const done = needs.reduce((sum, need) => sum + countCells(need, "succeeded", "cached"), 0);
    return done >= (minSuccess ?? 1) * cells.length;
  }
  return ended("succeeded") === needs.length;
}

/** A task of a run that was told to stop ends when nobody works on it. */
export function endIfDeserted(state: ModelState, run: ModelRun, task: ModelTask): void {
  if (run.stopping === null) return;
  if (runningAttempts(state, ({ taskId }) => taskId === task.id).length === 0) endTask(run, task, "cancelled");
}

/** Of a sweep whose cells have all been accounted for. */
export function endIfDone(run: ModelRun, task: ModelTask): boolean {
  const failed = countCells(task, "failed");
  if (countCells(task, "succeeded", "cached") + failed < task.cells.length) return false;
  endTask(run, task, failed < task.cells.length ? "succeeded" : "failed");
  return true;
}

/** A queued sweep begins: cells of which there are results are done. */
export function beginSweep(state: ModelState, run: ModelRun, task: ModelTask): void {
  if (task.state !== "queued" || run.isPaused) return;
  task.state = "running";
  task.ageMs = 0;
  beginRun(run);
  for (const [cell, owner] of state.results.get(task.base) ?? []) {
    setCell(task, cell, { kind: owner === task.id ? "succeeded" : "cached" });
  }
  endIfDone(run, task);
}

export function beginRun(run: ModelRun): void {
  if (run.state !== "queued") return;
  run.state = "running";
  run.ageMs = 0;
}

export function setCell(task: ModelTask, cell: number, to: ModelCell): void {
  task.cells[cell] = to;
}

/** Of tasks that are to be done again, as before they began. */
export function resetTask(state: ModelState, task: ModelTask): void {
  for (const attempt of runningAttempts(state, ({ taskId }) => taskId === task.id)) attempt.state = "lost";
  Object.assign(task, { state: "waiting", tries: 0, kills: 0, notBefore: 0, ageMs: 0 } satisfies Partial<ModelTask>);
  for (const cell of task.cells.keys()) setCell(task, cell, FRESH);
}

/** A wake-up to end a run is worked on. */
export function finishRun(run: ModelRun): void {
  if (isEnded(run.state) || !run.tasks.every((task) => isEnded(task.state))) return;
  run.state = run.stopping ?? (run.tasks.some((task) => task.state === "failed") ? "failed" : "succeeded");
}

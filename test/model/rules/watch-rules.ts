import { giveUp, takeBack } from "./attempt-rules.ts";
import { isEnded, type ModelState, runningAttempts, taskOf } from "./model-state.ts";
import { RUN_TIMEOUT_MS } from "../shapes.ts";
import { stopRun } from "./people-rules.ts";
import { endTask } from "./task-rules.ts";

/**
 * One round of a worker that looks after all: takes over from workers that are dead, and what it has forgotten itself; ends what
 * is overdue; hears of stops.
 *
 * @param working attempts that it works on
 */
export function watch(state: ModelState, workerId: string, working: readonly string[]): void {
  const isBeating = (id: string) => state.workers.some((worker) => worker.id === id && worker.isBeating);
  for (const attempt of runningAttempts(state, (each) => !isBeating(each.workerId))) takeBack(state, attempt, "death");
  for (const attempt of runningAttempts(state, (each) => each.workerId === workerId && each.isStray)) {
    takeBack(state, attempt, "stray");
  }
  const going = [...state.runs.values()].filter((run) => !isEnded(run.state) && run.stopping === null && !run.isPaused);
  for (const run of going) {
    for (const task of run.tasks) {
      if (task.state !== "running" || task.timeoutMs === null || task.ageMs <= task.timeoutMs) continue;
      endTask(run, task, "failed");
    }
  }
  for (const run of going) if (run.state === "running" && run.ageMs > RUN_TIMEOUT_MS) stopRun(state, run, "failed");
  for (const id of working) {
    const attempt = state.attempts.get(id);
    if (attempt !== undefined && taskOf(state, attempt.taskId).run.stopping !== null) giveUp(state, id);
  }
}

/** The clock goes on for all that is not paused. */
export function advance(state: ModelState, ms: number): void {
  state.now += ms;
  for (const run of state.runs.values()) {
    if (run.isPaused) continue;
    if (run.state === "running") run.ageMs += ms;
    for (const task of run.tasks) if (task.state === "running") task.ageMs += ms;
  }
}

import type { TaskId } from "../../core/names/ids.ts";
import type { JobRequest } from "../../core/names/job-names.ts";
import type { TaskKind } from "../../core/names/states.ts";

/** Up to so many callbacks have a job each; more share jobs, since a job costs more than a tiny task. */
const SINGLE_JOBS = 64;
/** Callbacks that share one job at most. */
const MAX_SHARED = 100;

export interface QueuedTask {
  readonly id: TaskId;
  readonly kind: TaskKind;
  /** Absent means at once. */
  readonly runAfter?: Date;
}

/** The wake-ups of queued tasks. */
export function jobsOf(tasks: readonly QueuedTask[]): readonly JobRequest[] {
  const sweeps = tasks.filter((task) => task.kind === "backtest");
  const callbacks = tasks.filter((task) => task.kind === "callback");
  const due = callbacks.filter((task) => task.runAfter === undefined);
  const later = callbacks.filter((task) => task.runAfter !== undefined);
  return [
    ...sweeps.map((task) => jobOf("begin_sweep", [task])),
    ...inGroups(due).map((group) => jobOf("run_callback", group)),
    ...later.map((task) => jobOf("run_callback", [task])),
  ];
}

function inGroups(tasks: readonly QueuedTask[]): readonly (readonly QueuedTask[])[] {
  const size = Math.min(MAX_SHARED, Math.max(1, Math.ceil(tasks.length / SINGLE_JOBS)));
  const groups = [];
  for (let from = 0; from < tasks.length; from += size) groups.push(tasks.slice(from, from + size));
  return groups;
}

function jobOf(name: JobRequest["name"], tasks: readonly QueuedTask[]): JobRequest {
  const subject = tasks.map((task) => task.id).join(",");
  const runAt = tasks[0]?.runAfter;
  return { name, subject, ...(runAt === undefined ? {} : { runAt }) };
}

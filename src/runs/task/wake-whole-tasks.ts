import { headStartMs } from "../../core/names/priority.ts";
import type { JobRequest } from "../../core/names/job-names.ts";
import type { DueTask } from "../kinds/kind-rules.ts";

/** Up to so many tasks have a job each; more share jobs, since a job costs more than a tiny task. */
const SINGLE_JOBS = 64;
/** Tasks that share one job at most. */
const MAX_SHARED = 100;

export function wakeWholeTasks(tasks: readonly DueTask[]): readonly JobRequest[] {
  const due = tasks.filter((task) => task.runAfter === undefined);
  const later = tasks.filter((task) => task.runAfter !== undefined);
  const alike = [...Map.groupBy(due, ({ priority }) => priority).values()];
  return [...alike.flatMap(inGroups).map(jobOf), ...later.map((task) => jobOf([task]))];
}

function inGroups(tasks: readonly DueTask[]): readonly (readonly DueTask[])[] {
  const size = Math.min(MAX_SHARED, Math.max(1, Math.ceil(tasks.length / SINGLE_JOBS)));
  const groups = [];
  for (let from = 0; from < tasks.length; from += size) groups.push(tasks.slice(from, from + size));
  return groups;
}

function jobOf(tasks: readonly DueTask[]): JobRequest {
  const subject = tasks.map((task) => task.id).join(",");
  const { runAfter, priority } = tasks[0] ?? {};
  return {
    name: "run_task",
    subject,
    ...(runAfter !== undefined && { runAt: runAfter }),
    ...(priority !== undefined && { headStartMs: headStartMs(priority) }),
  };
}

import type { TaskRow } from "../../../store/run/tasks.ts";

/** Whether a task has cells. */
export function isSweep({ kind }: Pick<TaskRow, "kind">): boolean {
  return kind === "backtest";
}

/** The task of a backtest, by its position in the DAG. */
export function sweepTask<T extends Pick<TaskRow, "kind" | "specIndex">>(
  tasks: readonly T[],
  index: number,
): T | undefined {
  return tasks.find((task) => isSweep(task) && task.specIndex === index);
}

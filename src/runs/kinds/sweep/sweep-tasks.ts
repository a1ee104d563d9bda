import type { TaskRow } from "../../../store/run/tasks.ts";

/** Whether a task has cells. */
export function isSweep({ kind }: Pick<TaskRow, "kind">): boolean {
  return kind === "backtest";
}

/** Whether a task is a round of a search, before its backtest. */
export function isRound({ kind }: Pick<TaskRow, "kind">): boolean {
  return kind === "search_cells";
}

/** The task of a backtest, by its position in the DAG. */
export function sweepTask<T extends Pick<TaskRow, "kind" | "specIndex">>(
  tasks: readonly T[],
  index: number,
): T | undefined {
  return tasks.find((task) => isSweep(task) && task.specIndex === index);
}

import type { SearchSpec } from "../../core/spec/search/search-spec.ts";
import type { BacktestSpec } from "../../factory/dag-spec.ts";
import { isRound, isSweep } from "../kinds/sweep/sweep-tasks.ts";
import type { TaskRow } from "../../store/run/tasks.ts";

/** A backtest of which the cells are chosen by results. */
export type Searched = BacktestSpec & { readonly search: SearchSpec };

type Known = Pick<TaskRow, "kind" | "specIndex">;

/** The rounds of a search that come before its backtest, in order; none of a backtest without one. */
export function roundTasks<T extends Known>(tasks: readonly T[], specIndex: number): readonly T[] {
  return tasks.filter((task) => isRound(task) && task.specIndex === specIndex);
}

/** Whether the cells of a task are chosen by the results of other tasks. */
export function isSearched(task: Pick<TaskRow, "kind">, { search }: Pick<BacktestSpec, "search">): boolean {
  return search !== undefined && (isRound(task) || isSweep(task));
}

import type { TaskKind } from "../../../core/names/states.ts";
import { isMeasuring, type MeasuringStudy, STUDIES, type Study } from "../../../core/spec/study-spec.ts";
import type { TaskRow } from "../../../store/run/tasks.ts";
import { isRound, isSweep } from "../sweep/sweep-tasks.ts";

/** The tasks that measure what a study needs of every cell; the study itself is a task of its own kind. */
const CELLS_OF_STUDY: Readonly<Record<MeasuringStudy, TaskKind>> = {
  walk_forward: "walk_forward_cells",
  cpcv: "cpcv_cells",
};

type Known = Pick<TaskRow, "kind" | "specIndex">;

/** The study whose cells a task measures; null for tasks of other kinds. */
export function studyMeasuredBy({ kind }: Pick<TaskRow, "kind">): MeasuringStudy | null {
  return STUDIES.filter(isMeasuring).find((study) => CELLS_OF_STUDY[study] === kind) ?? null;
}

/** Whether a task is given out in ranges of cells: a backtest, a round of its search, or what a study measures. */
export function hasCells(task: Pick<TaskRow, "kind">): boolean {
  return isSweep(task) || isRound(task) || studyMeasuredBy(task) !== null;
}

/** Whether what a task comes to is that of a study. */
export function isStudy({ kind }: Pick<TaskRow, "kind">): boolean {
  return STUDIES.some((study) => study === kind);
}

/** The task of a study that is about a backtest, by the position of that in the DAG. */
export function studyTask<T extends Known>(tasks: readonly T[], study: Study, specIndex: number): T | undefined {
  return tasks.find((task) => task.kind === study && task.specIndex === specIndex);
}

/** The task that measures the cells of a backtest for a study. */
export function measuringTask<T extends Known>(
  tasks: readonly T[],
  study: MeasuringStudy,
  specIndex: number,
): T | undefined {
  return tasks.find((task) => task.kind === CELLS_OF_STUDY[study] && task.specIndex === specIndex);
}

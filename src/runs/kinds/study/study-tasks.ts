import type { TaskKind } from "../../../core/names/states.ts";
import type { Study } from "../../../core/spec/study-spec.ts";
import type { TaskRow } from "../../../store/run/tasks.ts";
import { isRound, isSweep } from "../sweep/sweep-tasks.ts";

/** The two tasks of a study: the first measures what it needs of every cell, the second makes up its mind. */
const TASKS_OF_STUDY: Readonly<Record<Study, { readonly cells: TaskKind; readonly whole: TaskKind }>> = {
  walk_forward: { cells: "walk_forward_cells", whole: "walk_forward" },
  cpcv: { cells: "cpcv_cells", whole: "cpcv" },
};

type Known = Pick<TaskRow, "kind" | "specIndex">;

/** The study whose cells a task measures; null for tasks of other kinds. */
export function studyMeasuredBy({ kind }: Pick<TaskRow, "kind">): Study | null {
  return studies().find((study) => TASKS_OF_STUDY[study].cells === kind) ?? null;
}

/** Whether a task is given out in ranges of cells: a backtest, a round of its search, or what a study measures. */
export function hasCells(task: Pick<TaskRow, "kind">): boolean {
  return isSweep(task) || isRound(task) || studyMeasuredBy(task) !== null;
}

/** Whether what a task comes to is that of a study. */
export function isStudy({ kind }: Pick<TaskRow, "kind">): boolean {
  return studies().some((study) => TASKS_OF_STUDY[study].whole === kind);
}

/** The task of a study that is about a backtest, by the position of that in the DAG. */
export function studyTask<T extends Known>(
  tasks: readonly T[],
  study: Study,
  { specIndex, part }: { readonly specIndex: number; readonly part: "cells" | "whole" },
): T | undefined {
  return tasks.find((task) => task.kind === TASKS_OF_STUDY[study][part] && task.specIndex === specIndex);
}

function studies(): readonly Study[] {
  return Object.keys(TASKS_OF_STUDY) as readonly Study[];
}

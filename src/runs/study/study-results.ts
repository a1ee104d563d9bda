import { type CpcvResult, readCpcv } from "../../analytics/cpcv/cpcv-result.ts";
import { readRegression, type RegressionResult } from "../../analytics/regression/regression-result.ts";
import { readWalkForward, type WalkForwardResult } from "../../analytics/walk-forward/walk-forward-result.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { studyTask } from "../kinds/study/study-tasks.ts";

/** What the studies of a backtest have come to; null for one that was not asked for, or has not ended well. */
export interface StudyResults {
  readonly walkForward: WalkForwardResult | null;
  readonly cpcv: CpcvResult | null;
  /** Also where it failed its task. */
  readonly regression: RegressionResult | null;
}

/** @param specIndex position of the backtest in the DAG */
export function studyResults(
  tasks: readonly Pick<TaskRow, "kind" | "specIndex" | "output">[],
  specIndex: number,
): StudyResults {
  const outputOf = (study: "walk_forward" | "cpcv"): unknown =>
    studyTask(tasks, study, { specIndex, part: "whole" })?.output;
  return {
    walkForward: readWalkForward(outputOf("walk_forward")),
    cpcv: readCpcv(outputOf("cpcv")),
    regression: regressionOf(tasks, specIndex),
  };
}

/** How the past of a backtest came out against the run before; null where nobody asked, or it has not ended. */
export function regressionOf(
  tasks: readonly Pick<TaskRow, "kind" | "specIndex" | "output">[],
  specIndex: number,
): RegressionResult | null {
  return readRegression(tasks.find((task) => task.kind === "regression" && task.specIndex === specIndex)?.output);
}

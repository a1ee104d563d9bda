import { type CpcvResult, readCpcv } from "../../analytics/cpcv/cpcv-result.ts";
import { type MonteCarloResult, readMonteCarlo } from "../../analytics/monte-carlo/monte-carlo-result.ts";
import type { StudyStatistics } from "../../analytics/study-catalogue.ts";
import { regressionStatistics } from "../../analytics/regression/regression-catalogue.ts";
import { readRegression, type RegressionResult } from "../../analytics/regression/regression-result.ts";
import { readWalkForward, type WalkForwardResult } from "../../analytics/walk-forward/walk-forward-result.ts";
import { readSensitivity, type SensitivityResult } from "../../analytics/sensitivity/sensitivity-result.ts";
import type { Study } from "../../core/spec/study-spec.ts";
import type { TaskRow } from "../../store/run/tasks.ts";
import { studyTask } from "../kinds/study/study-tasks.ts";

/** What the studies of a backtest have come to; null for one that was not asked for, or has not ended well. */
export interface StudyResults {
  readonly walkForward: WalkForwardResult | null;
  readonly cpcv: CpcvResult | null;
  readonly monteCarlo: MonteCarloResult | null;
  readonly sensitivity: SensitivityResult | null;
  /** Also where it failed its task. */
  readonly regression: RegressionResult | null;
}

/** @param specIndex position of the backtest in the DAG */
export function studyResults(
  tasks: readonly Pick<TaskRow, "kind" | "specIndex" | "output">[],
  specIndex: number,
): StudyResults {
  const outputOf = (study: Study): unknown => studyTask(tasks, study, specIndex)?.output;
  return {
    walkForward: readWalkForward(outputOf("walk_forward")),
    cpcv: readCpcv(outputOf("cpcv")),
    monteCarlo: readMonteCarlo(outputOf("monte_carlo")),
    sensitivity: readSensitivity(outputOf("sensitivity")),
    regression: regressionOf(tasks, specIndex),
  };
}

/** The figures of those that have come to something. */
export function studyStatistics({
  walkForward,
  cpcv,
  monteCarlo,
  sensitivity,
  regression,
}: StudyResults): StudyStatistics {
  return {
    ...(walkForward !== null && { walk_forward: walkForward.statistics }),
    ...(cpcv !== null && { cpcv: cpcv.statistics }),
    ...(monteCarlo !== null && { monte_carlo: monteCarlo.statistics }),
    ...(sensitivity !== null && { sensitivity: sensitivity.statistics }),
    ...(regression !== null && { regression: regressionStatistics(regression) }),
  };
}

/** How the past of a backtest came out against the run before; null where nobody asked, or it has not ended. */
function regressionOf(
  tasks: readonly Pick<TaskRow, "kind" | "specIndex" | "output">[],
  specIndex: number,
): RegressionResult | null {
  return readRegression(tasks.find((task) => task.kind === "regression" && task.specIndex === specIndex)?.output);
}

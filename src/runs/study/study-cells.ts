import { AppError } from "../../core/errors/app-error.ts";
import type { MeasuringStudy } from "../../core/spec/study-spec.ts";
import type { PartsToMeasure } from "../../executors/executor.ts";
import { executorOf } from "../../factory/dag-spec.ts";
import type { Sweep } from "../sweep/open-sweep.ts";
import { planSegments } from "./cpcv/plan-segments.ts";
import { periodOf, sweepTimeLine } from "./time-line.ts";
import { planWindows, walkedMetrics, windowMetrics } from "./walk-forward/plan-windows.ts";

/**
 * What a study needs of every cell of a backtest: the same grid, of which parts are measured. It is given out in ranges, kept and
 * found again like any sweep; its results are named by the parts, so that what does not change them computes nothing.
 *
 * @throws AppError STUDY_TOO_SHORT, STUDY_TOO_LARGE
 */
export function studyCells(sweep: Sweep, study: MeasuringStudy): Sweep {
  const { prepared, backtest } = sweep;
  if (study === "walk_forward" && prepared.periods !== undefined) {
    const line = sweepTimeLine(sweep);
    const periods = planWindows(sweep).map(({ inSample }) => periodOf(inSample, line));
    return { ...sweep, prepared: prepared.periods.measure({ periods, metrics: walkedMetrics(backtest) }) };
  }
  const { measureParts } = prepared;
  if (measureParts === undefined) {
    const text = `${backtest.name} is computed by "${executorOf(backtest)}", which does not measure parts of its cells`;
    throw new AppError("EXECUTOR_UNKNOWN", text, { hint: `Leave ${study} out, or let the engine compute it.` });
  }
  return { ...sweep, prepared: measureParts(partsOf(sweep, study)) };
}

function partsOf(sweep: Sweep, study: MeasuringStudy): PartsToMeasure {
  switch (study) {
    case "walk_forward": {
      const list = planWindows(sweep).map(({ inSample }) => inSample);
      return { kind: "ranges", ranges: { list, metrics: windowMetrics(sweep.backtest) } };
    }
    case "cpcv":
      return { kind: "segments", starts: planSegments(sweep).starts };
  }
}

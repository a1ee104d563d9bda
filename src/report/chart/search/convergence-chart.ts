import { improvements } from "../../../analytics/search/convergence.ts";
import { formatUnit } from "../../format/format-metric.ts";
import { formatCount } from "../../format/format-number.ts";
import type { RankedCell } from "../../tearsheet-input.ts";
import { linearAxis, plainTicks, unitTick } from "../../svg/axis.ts";
import { linePath } from "../../svg/line-path.ts";
import { markup } from "../../svg/markup.ts";
import { renderPlot } from "../../svg/plot.ts";
import type { Figure } from "../figure.ts";
import type { ObjectiveInfo } from "../parameter-map.ts";
import { scoredCells } from "./scored-cells.ts";

const FEWEST_CELLS = 2;

/** The best objective so far, trial by trial in the order in which they were found. Null for fewer than two cells with a number. */
export function convergenceChart(ranked: readonly RankedCell[], objective: ObjectiveInfo): Figure | null {
  const trials = scoredCells(ranked, objective).toSorted((a, b) => a.cell - b.cell);
  if (trials.length < FEWEST_CELLS) return null;
  const scores = trials.map(({ score }) => score);
  const steps = improvements(scores, objective.better ?? "higher");
  const best = steps.map(({ score }) => score);
  const [end, most] = [trials.length - 1, best.at(-1) ?? 0];
  const axis = linearAxis(Math.min(...best), Math.max(...best), unitTick(objective.unit));
  // Steps: the best holds until it is beaten.
  const corners = steps.flatMap(({ trial, score }, at) => [
    [trial, best[at - 1] ?? score] as const,
    [trial, score] as const,
  ]);
  const points = [...corners, [end, most] as const];
  const positions = Float64Array.from(points, ([at]) => at / end);
  const values = Float64Array.from(points, ([, value]) => value);
  return {
    title: "Best so far",
    note: `${formatUnit(most, objective.unit)} after trial ${formatCount((steps.at(-1)?.trial ?? 0) + 1)} of ${formatCount(trials.length)}`,
    svg: renderPlot({
      label: `The best ${objective.label} so far, trial by trial`,
      size: "medium",
      xTicks: plainTicks(1, trials.length, (value) => (Number.isInteger(value) ? formatCount(value) : "")),
      layers: [
        {
          name: "",
          ticks: axis.ticks,
          shapes: [markup`<path class="line net" d="${linePath({ positions, values, height: axis.height })}"/>`],
        },
      ],
    }),
    missing: "",
    legend: [],
    switchable: false,
  };
}

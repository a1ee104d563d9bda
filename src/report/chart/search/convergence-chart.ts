import type { Better } from "../../../core/metrics/metric-info.ts";
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
  const best = bestSoFar(scores, objective.better ?? "higher");
  const axis = linearAxis(Math.min(...best), Math.max(...best), unitTick(objective.unit));
  // Steps: the best holds until it is beaten.
  const points = best.flatMap((value, at) =>
    at === 0
      ? [[at, value]]
      : [
          [at, best[at - 1] ?? value],
          [at, value],
        ],
  );
  const positions = Float64Array.from(points, ([at = 0]) => at / (best.length - 1));
  const values = Float64Array.from(points, ([, value = 0]) => value);
  const last = scores.indexOf(best.at(-1) ?? 0) + 1;
  return {
    title: "Best so far",
    note: `${formatUnit(best.at(-1) ?? 0, objective.unit)} after trial ${formatCount(last)} of ${formatCount(best.length)}`,
    svg: renderPlot({
      label: `The best ${objective.label} so far, trial by trial`,
      size: "medium",
      xTicks: plainTicks(1, best.length, (value) => (Number.isInteger(value) ? formatCount(value) : "")),
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

function bestSoFar(scores: readonly number[], better: Better): readonly number[] {
  const pick = better === "lower" ? Math.min : Math.max;
  let best = scores[0] ?? 0;
  return scores.map((score) => (best = pick(best, score)));
}

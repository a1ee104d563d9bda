import type { WalkForwardResult } from "../../analytics/walk-forward/walk-forward-result.ts";
import { describeMetric } from "../../engine/metrics/metric-catalogue.ts";
import { type Figure, missingFigure } from "../chart/figure.ts";
import { formatUnit } from "../format/format-metric.ts";
import { formatRatio } from "../format/format-number.ts";
import { linearAxis, unitTick } from "../svg/axis.ts";
import { PLOT_HEIGHT, PLOT_WIDTH } from "../svg/line-path.ts";
import { markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";

/**
 * The objective of each window in sample (across) and out of sample (up), with the line on which both would be equal. Both
 * axes have the same scale, so that the fall below the line is seen for what it is.
 */
export function scoreScatter({ windows, objective, statistics }: WalkForwardResult): Figure {
  const { label, unit } = describeMetric(objective);
  const title = `${label} in sample and out of sample`;
  const points = windows.flatMap(({ inSample, outOfSample }) =>
    inSample.score === null || outOfSample.score === null
      ? []
      : [{ past: inSample.score, future: outOfSample.score, days: outOfSample.start.slice(0, 10) }],
  );
  if (points.length === 0) return missingFigure(title, `No window has a ${label} in sample and out of sample.`);
  const values = points.flatMap(({ past, future }) => [past, future]);
  const axis = linearAxis(Math.min(0, ...values), Math.max(0, ...values), unitTick(unit));
  const left = windows.length - points.length;
  const correlation = statistics.correlation.value;
  const notes = [
    ...(correlation === null ? [] : [`correlation ${formatRatio(correlation)}`]),
    ...(left > 0 ? [`${left} of ${windows.length} windows without a value`] : []),
  ];
  return {
    title,
    note: notes.length === 0 ? null : notes.join(", "),
    svg: renderPlot({
      label: `${label} of each window in sample, across, and out of sample, up`,
      size: "medium",
      xTicks: axis.ticks.map((tick, at) => ({ ...tick, minor: at % 2 === 1 })),
      layers: [
        {
          name: "",
          ticks: axis.ticks,
          shapes: [markup`<path class="line start" d="M0 ${PLOT_HEIGHT}L${PLOT_WIDTH} 0"/>`],
          marks: points.map(({ past, future, days }) => {
            const text = `from ${days}: ${formatUnit(past, unit)} in sample, ${formatUnit(future, unit)} out of sample`;
            return markup`<circle class="dot ${future < past ? "below" : "above"}" cx="${axis.height(past) * 100}%" cy="${(1 - axis.height(future)) * 100}%" r="4"><title>${text}</title></circle>`;
          }),
        },
      ],
    }),
    missing: "",
    legend: [{ mark: "start", label: "as good as the past", value: "", series: "" }],
    switchable: false,
  };
}

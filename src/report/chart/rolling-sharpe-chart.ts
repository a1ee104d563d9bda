import { formatRatio } from "../format/format-number.ts";
import type { Performance, RollingSharpe } from "../performance.ts";
import { linearAxis, ratioTick, timeTicks } from "../svg/axis.ts";
import { type Figure, missingFigure } from "./figure.ts";
import { linePath } from "../svg/line-path.ts";
import { markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";
import { positionsOf, rangeOf, timeSpan } from "../svg/time-line.ts";

const TITLE = "Rolling Sharpe";

/** Sharpe ratio of a moving window of the best cell and of buy and hold. */
export function rollingSharpeChart(best: Performance, benchmark: Performance | null): Figure {
  const { rolling } = best;
  const span = timeSpan(rolling.time);
  const range = rangeOf([rolling.values]);
  if (span === null || range === null) {
    return missingFigure(TITLE, `It takes more than ${rolling.window} ${rolling.unit} with returns that vary.`);
  }
  const market = benchmark === null ? null : rangeOf([benchmark.rolling.values]);
  const { height, ticks } = linearAxis(
    Math.min(0, range[0], market?.[0] ?? 0),
    Math.max(0, range[1], market?.[1] ?? 0),
    ratioTick,
  );
  const line = (mark: string, { time, values }: RollingSharpe) =>
    markup`<path class="line ${mark}" d="${linePath({ positions: positionsOf(time, span), values, height })}"/>`;
  return {
    title: TITLE,
    note: `over ${rolling.window} ${rolling.unit}`,
    svg: renderPlot({
      label: `Sharpe ratio of the last ${rolling.window} ${rolling.unit} over time`,
      size: "medium",
      xTicks: timeTicks(span.from, span.to, 8),
      layers: [
        {
          name: "",
          ticks,
          shapes: [...(benchmark === null ? [] : [line("benchmark", benchmark.rolling)]), line("net", rolling)],
        },
      ],
    }),
    missing: "",
    legend: [
      legendItem("net", best.name, rolling),
      ...(benchmark === null ? [] : [legendItem("benchmark", benchmark.name, benchmark.rolling)]),
    ],
    switchable: false,
  };
}

function legendItem(mark: string, label: string, { values }: RollingSharpe) {
  return { mark, label, value: formatRatio(values.at(-1) ?? Number.NaN), series: "" };
}

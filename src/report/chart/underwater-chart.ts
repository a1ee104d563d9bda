import { formatPercent } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { linearAxis, percentTick, timeTicks } from "../svg/axis.ts";
import { type Figure, missingFigure } from "./figure.ts";
import { areaPath, linePath } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { renderPlot } from "../svg/plot.ts";
import { positionsOf, rangeOf, type TimeSpan, timeSpan } from "../svg/time-line.ts";

const TITLE = "Drawdown";
const NUMBERED = 5;

type Height = (value: number) => number;

/** Loss from the last peak, with the five worst numbered as in the table of drawdowns. */
export function underwaterChart(best: Performance, benchmark: Performance | null): Figure {
  const span = timeSpan(best.series.time);
  const curves = benchmark === null ? [best.underwater] : [best.underwater, benchmark.underwater];
  const range = rangeOf(curves);
  if (span === null || range === null) return missingFigure(TITLE, "It takes at least two bars to draw a curve.");
  const { height, ticks } = linearAxis(Math.min(range[0], -0.01), 0, percentTick);
  const own = { positions: positionsOf(best.series.time, span), values: best.underwater, height };
  const shapes = [
    ...(benchmark === null ? [] : [benchmarkLine(benchmark, span, height)]),
    markup`<path class="area loss" d="${areaPath(own, 0)}"/>`,
    markup`<path class="line loss" d="${linePath(own)}"/>`,
  ];
  return {
    title: TITLE,
    note: null,
    svg: renderPlot({
      label: "Loss from the last peak over time",
      size: "low",
      xTicks: timeTicks(span.from, span.to, 12),
      layers: [{ name: "", ticks, shapes, marks: numbers(best, span, height) }],
      hover: "underwater",
    }),
    missing: "",
    legend: [
      { mark: "loss", label: best.name, value: formatPercent(best.underwater.at(-1) ?? Number.NaN), series: "loss" },
      ...(benchmark === null ? [] : [benchmarkLegend(benchmark)]),
    ],
    switchable: false,
  };
}

function benchmarkLine({ series, underwater }: Performance, span: TimeSpan, height: Height): Markup {
  const positions = positionsOf(series.time, span);
  return markup`<path class="line benchmark" d="${linePath({ positions, values: underwater, height })}"/>`;
}

function benchmarkLegend({ name, underwater }: Performance) {
  const value = formatPercent(underwater.at(-1) ?? Number.NaN);
  return { mark: "benchmark", label: name, value, series: "benchmarkLoss" };
}

function numbers({ drawdowns }: Performance, { from, to }: TimeSpan, height: Height): Markup[] {
  return drawdowns.slice(0, NUMBERED).map(({ valleyTime, depth }, index) => {
    const x = ((valleyTime - from) / (to - from)) * 100;
    return markup`<text class="rank" x="${x}%" y="${(1 - height(-depth)) * 100}%" dy="1.1em">${index + 1}</text>`;
  });
}

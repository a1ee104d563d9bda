import { areCostsKnown } from "./costs-known.ts";
import { formatMoney } from "../format/format-number.ts";
import type { Performance } from "../performance.ts";
import { linearAxis, logAxis, moneyTick, timeTicks, type ValueAxis } from "../svg/axis.ts";
import { type Figure, type LegendItem, missingFigure } from "./figure.ts";
import { linePath } from "../svg/line-path.ts";
import { type Markup, markup } from "../svg/markup.ts";
import { type Layer, renderPlot } from "../svg/plot.ts";
import { positionRibbon } from "./position-ribbon.ts";
import { positionsOf, rangeOf, type TimeSpan, timeSpan } from "../svg/time-line.ts";

const TITLE = "Equity";
/** From here on a linear scale shows the last years alone. */
const LOG_FROM_GROWTH = 20;

interface Curve {
  /** CSS class of the line, and name of its hover series. */
  readonly mark: "net" | "gross" | "benchmark";
  readonly label: string;
  readonly time: Float64Array;
  readonly values: Float64Array;
}

/**
 * Account value of the best cell, net and gross, against buy and hold; on a linear and on a logarithmic scale
 * where every value is above 0, which comes first when an account grew twentyfold. The strip at the bottom shows when a position was held.
 */
export function equityChart(best: Performance, benchmark: Performance | null): Figure {
  const { time } = best.series;
  const span = timeSpan(time);
  const curves = curvesOf(best, benchmark);
  const range = rangeOf([...curves.map(({ values }) => values), Float64Array.of(best.series.initialCapital)]);
  if (span === null || range === null) return missingFigure(TITLE, "It takes at least two bars to draw a curve.");
  const [low, high] = range;
  const ribbon = positionRibbon(best.result.position, positionsOf(time, span));
  const layer = (name: string, axis: ValueAxis): Layer => ({
    name,
    ticks: axis.ticks,
    shapes: [
      startLine(axis, best.series.initialCapital),
      ...curves.map((curve) => curveLine(curve, axis, span)),
      ...ribbon,
    ],
  });
  const layers = [layer("linear", linearAxis(low, high, moneyTick))];
  if (low > 0) layers.push(layer("log", logAxis(low, high, moneyTick)));
  return {
    title: TITLE,
    note: low > 0 ? null : "No logarithmic scale: the account value falls to zero or below.",
    svg: renderPlot({
      label: `Account value over time: ${curves.map(({ label }) => label).join(", ")}`,
      size: "tall",
      xTicks: timeTicks(span.from, span.to, 12),
      layers,
      hover: "equity",
    }),
    missing: "",
    legend: curves.map(legendItem).toReversed(),
    switchable: low > 0,
    startsLog: low > 0 && high / best.series.initialCapital >= LOG_FROM_GROWTH,
  };
}

/** Drawn in this order, so that the net curve lies on top. */
function curvesOf(best: Performance, benchmark: Performance | null): readonly Curve[] {
  const { time, equity, grossEquity } = best.result;
  const own: readonly Curve[] = [
    ...(areCostsKnown(best.result)
      ? [{ mark: "gross", label: "Before costs", time, values: grossEquity } as const]
      : []),
    { mark: "net", label: best.name, time, values: equity },
  ];
  if (benchmark === null) return own;
  const { name, series } = benchmark;
  return [{ mark: "benchmark", label: name, time: series.time, values: series.equity }, ...own];
}

function curveLine({ mark, time, values }: Curve, { height }: ValueAxis, span: TimeSpan): Markup {
  return markup`<path class="line ${mark}" d="${linePath({ positions: positionsOf(time, span), values, height })}"/>`;
}

function startLine({ height }: ValueAxis, initialCapital: number): Markup {
  const start = Float64Array.of(initialCapital, initialCapital);
  return markup`<path class="line start" d="${linePath({ positions: Float64Array.of(0, 1), values: start, height })}"/>`;
}

function legendItem({ mark, label, values }: Curve): LegendItem {
  return { mark, label, value: formatMoney(values.at(-1) ?? Number.NaN), series: mark };
}

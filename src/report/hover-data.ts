import { areCostsKnown } from "./chart/costs-known.ts";
import { describeMetric, metricValue } from "../engine/metrics/metric-catalogue.ts";
import type { MetricUnit } from "../core/metrics/metric-info.ts";
import { barDateFormat } from "./format/format-date.ts";
import { formatParam } from "./format/format-param.ts";
import type { ParameterPlane, PlaneAxis } from "./chart/parameter-plane.ts";
import type { Performance } from "./performance.ts";
import { evenIndices } from "./svg/downsample.ts";
import { positionsOf, timeSpan } from "./svg/time-line.ts";
import type { TearsheetInput } from "./tearsheet-input.ts";

/** A crosshair cannot point at more places than a screen has columns. */
const MOST_POINTS = 1200;
const DIGITS = 6;

/** What the script of the page reads out under the pointer; plain JSON. */
export interface HoverData {
  readonly equity: HoverCurves | null;
  readonly map: HoverMap | null;
}

export interface HoverCurves {
  readonly dates: readonly string[];
  /** 0 (left) … 1 (right), ascending. */
  readonly at: readonly number[];
  /** By legend series; null where there is no value. */
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface HoverMap {
  readonly x: HoverAxis;
  readonly y: HoverAxis;
  readonly label: string;
  readonly unit: MetricUnit;
  /** Row by row from the bottom; null where no cell lies. */
  readonly values: readonly (number | null)[];
}

interface HoverAxis {
  readonly name: string;
  readonly values: readonly string[];
}

/** The curves are read at the same bars; `benchmark` is read at its last bar up to then. */
export function hoverCurves(best: Performance, benchmark: Performance | null): HoverCurves | null {
  const { time, equity } = best.series;
  const span = timeSpan(time);
  if (span === null) return null;
  const bars = evenIndices(time.length, MOST_POINTS);
  const positions = positionsOf(time, span);
  const date = barDateFormat(time);
  const own = (values: Float64Array) => bars.map((bar) => short(values[bar]));
  return {
    dates: bars.map((bar) => date(time[bar] ?? 0)),
    at: bars.map((bar) => short(positions[bar]) ?? 0),
    series: {
      net: own(equity),
      ...(areCostsKnown(best.result) && { gross: own(best.result.grossEquity) }),
      loss: own(best.underwater),
      ...(benchmark !== null &&
        benchmarkCurves(
          benchmark,
          bars.map((bar) => time[bar] ?? 0),
        )),
    },
  };
}

function benchmarkCurves({ series, underwater }: Performance, times: readonly number[]) {
  let bar = -1;
  const bars = times.map((time) => {
    while ((series.time[bar + 1] ?? Number.POSITIVE_INFINITY) <= time) bar += 1;
    return bar;
  });
  return {
    benchmark: bars.map((bar) => short(series.equity[bar])),
    benchmarkLoss: bars.map((bar) => short(underwater[bar])),
  };
}

export function hoverMap(plane: ParameterPlane | null, { backtest }: TearsheetInput): HoverMap | null {
  if (plane === null || plane.y === null) return null;
  const { label, unit } = describeMetric(backtest.objective);
  const values = plane.cells.map((cell) => short(cell && metricValue(cell.metrics, backtest.objective)));
  return { x: hoverAxis(plane.x), y: hoverAxis(plane.y), label, unit, values };
}

function hoverAxis({ name, values }: PlaneAxis): HoverAxis {
  return { name, values: values.map(formatParam) };
}

function short(value: number | null | undefined): number | null {
  return value === undefined || value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
}

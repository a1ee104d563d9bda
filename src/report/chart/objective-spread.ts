import { median } from "d3-array";
import { metricValue } from "../../engine/metrics/metric-catalogue.ts";
import { histogram } from "../../core/numbers/histogram.ts";
import { formatCount, formatPercent } from "../format/format-number.ts";
import { formatUnit } from "../format/format-metric.ts";
import type { RankedCell } from "../tearsheet-input.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import { unitTick } from "../svg/axis.ts";
import type { Figure } from "./figure.ts";
import { histogramPlot, type Marker } from "./histogram-chart.ts";
import type { ObjectiveInfo } from "./parameter-map.ts";

const FEWEST_CELLS = 8;
const FEWEST_BINS = 12;

/**
 * How the objective spreads over the grid, with the best cell, the median and buy and hold marked: it shows how
 * far the best of many stands out. Null for fewer than 8 cells.
 */
export function objectiveSpread(
  ranked: readonly RankedCell[],
  benchmark: BacktestResult | null,
  objective: ObjectiveInfo,
): Figure | null {
  const values = ranked
    .map(({ metrics }) => metricValue(metrics, objective.id) ?? null)
    .filter((value) => value !== null);
  const [best] = values;
  const middle = median(values);
  if (best === undefined || middle === undefined || values.length < FEWEST_CELLS) return null;
  const market = (benchmark && metricValue(benchmark.metrics, objective.id)) ?? null;
  const marker = (mark: string, label: string, value: number): Marker => ({
    mark,
    value,
    label: `${label} ${formatUnit(value, objective.unit)}`,
  });
  const markers = [
    marker("best", "Best", best),
    marker("median", "Median", middle),
    ...(market === null ? [] : [marker("market", "Buy and hold", market)]),
  ];
  return {
    title: `${objective.label} of all cells`,
    note: market === null ? null : beatNote(values, market, objective),
    svg: histogramPlot({
      label: `How often a cell reached which ${objective.label}`,
      histogram: histogram(Float64Array.from(values), binsFor(values.length)),
      format: unitTick(objective.unit),
      markers,
      size: "tall",
    }),
    missing: "",
    legend: markers.map(({ label, mark }) => ({ mark, label, value: "", series: "" })),
    switchable: false,
  };
}

/** Rice's rule: two times the cube root. */
function binsFor(count: number): number {
  return Math.max(FEWEST_BINS, Math.ceil(2 * Math.cbrt(count)));
}

function beatNote(values: readonly number[], market: number, { better }: ObjectiveInfo): string {
  const winners = values.filter((value) => (better === "lower" ? value < market : value > market)).length;
  return `${formatCount(winners)} of ${formatCount(values.length)} cells (${formatPercent(winners / values.length)}) beat buy and hold`;
}

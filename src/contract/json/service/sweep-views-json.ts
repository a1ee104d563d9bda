import type { HeatmapView, HistogramView, ImportanceView } from "../../../runs/query/sweep/sweep-views.ts";
import type { OpenedSweep } from "../../../runs/query/sweep/sweep-reader.ts";
import type { ServiceDocuments } from "../../service-documents.ts";
import { aboutSweep, metricJson, numberOrNull } from "./sweep-json.ts";

export function heatmapJson(
  sweep: OpenedSweep,
  { metric, reduce, x, y, map }: HeatmapView,
): ServiceDocuments["heatmap"] {
  const values = Array.from(map.values, numberOrNull);
  const defined = values.filter((value) => value !== null);
  return {
    ...aboutSweep(sweep),
    metric: metricJson(metric),
    cells: map.cells,
    without: map.without,
    reduce,
    x: { axis: x.name, values: x.values, last: x.last },
    y: y === null ? null : { axis: y.name, values: y.values, last: y.last },
    off_axes: map.offAxes,
    values,
    counts: [...map.counts],
    best: Array.from(map.best, (cell) => (cell < 0 ? null : cell)),
    low: numberOrNull(defined.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)),
    high: numberOrNull(defined.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY)),
  };
}

export function histogramJson(
  sweep: OpenedSweep,
  { metric, bars, mark }: HistogramView,
): ServiceDocuments["histogram"] {
  return {
    ...aboutSweep(sweep),
    metric: metricJson(metric),
    cells: bars.cells,
    without: bars.without,
    edges: [...bars.edges],
    bars: [...bars.bars],
    mark:
      mark === null
        ? null
        : { cell: mark.cell, value: numberOrNull(mark.value), percentile: numberOrNull(mark.percentile) },
  };
}

export function importanceJson(
  sweep: OpenedSweep,
  { metric, axes, shares }: ImportanceView,
): ServiceDocuments["importance"] {
  return {
    ...aboutSweep(sweep),
    metric: metricJson(metric),
    cells: shares.cells,
    without: shares.without,
    method: shares.method,
    variance: numberOrNull(shares.variance),
    axes: axes.map((axis, place) => ({ axis, share: numberOrNull(shares.axes[place]) })),
    pairs: shares.pairs.map(({ axes: [a, b], share }) => ({
      axes: [axes[a] ?? "", axes[b] ?? ""],
      share: numberOrNull(share),
    })),
  };
}

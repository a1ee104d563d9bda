import { AppError, messageOf } from "../../../core/errors/app-error.ts";
import { suggestName } from "../../../core/text/suggest-name.ts";
import type { MetricInfo } from "../../../core/metrics/metric-info.ts";
import type { ParamValue } from "../../../core/params/param-spec.ts";
import { chooseCells } from "../../../analytics/sweep-views/choose-cells.ts";
import { type Heatmap, heatmap, type Reducer } from "../../../analytics/sweep-views/heatmap.ts";
import { type Histogram, histogram, percentileOf } from "../../../analytics/sweep-views/histogram.ts";
import { type Importance, importance } from "../../../analytics/sweep-views/importance.ts";
import { type AxisBins, axisBins, coarsePlaces } from "../../../analytics/sweep-views/coarse-places.ts";
import { axisUnits, searchImportance } from "../../../analytics/sweep-views/search-importance.ts";
import { type AxisValues, axisValues } from "./axis-values.ts";
import { cellPlaces, floatColumn, storedMetric } from "./sweep-columns.ts";
import type { OpenedSweep, SweepReader } from "./sweep-reader.ts";

/** Which cells are looked at; absent: all. */
export interface Brushes {
  /** Parameters that are held at a value; others are left as they are. */
  readonly fixed?: Readonly<Record<string, ParamValue>>;
  /** Parameters or stored metrics within bounds, both included. */
  readonly within?: Readonly<Record<string, Bounds>>;
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

interface ViewRequest extends Brushes {
  /** Null for the objective. */
  readonly metric: string | null;
}

/** An axis of a heat map: the first and the last value of each of its fields. */
interface ShownAxis {
  readonly name: string;
  readonly values: readonly ParamValue[];
  readonly last: readonly ParamValue[];
}

export interface HeatmapView {
  readonly metric: MetricInfo;
  readonly reduce: Reducer;
  readonly x: ShownAxis;
  readonly y: ShownAxis | null;
  readonly map: Heatmap;
}

/** @throws AppError USAGE for axes or metrics that there are not, and for a slice in which other axes are not held */
export async function sweepHeatmap(
  reader: SweepReader,
  sweep: OpenedSweep,
  request: ViewRequest & { readonly x: string; readonly y: string | null; readonly reduce: Reducer },
): Promise<HeatmapView> {
  const axes = axisValues(sweep.view.grid);
  const x = axisOf(axes, request.x);
  const y = request.y === null ? null : axisOf(axes, request.y);
  if (x === y) throw new AppError("USAGE", `Both axes are "${request.x}"`, { hint: "Name two different parameters." });
  const { metric, values, places, chosen } = await viewOf(reader, sweep, request);
  try {
    const at = { x: axes.indexOf(x), y: y === null ? null : axes.indexOf(y) };
    const bins = axes.map((axis) => axisBins(axis.values.length, places.listed === undefined ? null : places.cells));
    const map = heatmap({ places: coarsePlaces(places, bins), values, ...at, reduce: request.reduce, chosen });
    const [across, upwards] = [shownAxis(x, bins[at.x]), y === null ? null : shownAxis(y, bins[at.y ?? 0])];
    return { metric, reduce: request.reduce, x: across, y: upwards, map };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AppError("USAGE", messageOf(error), { hint: "Hold the other parameters, or take `max`.", cause: error });
  }
}

function shownAxis({ name, values }: AxisValues, bins: AxisBins | undefined): ShownAxis {
  const ends = bins?.ends ?? [];
  return {
    name,
    values: ends.map(([first]) => values[first] ?? ""),
    last: ends.map(([, last]) => values[last] ?? ""),
  };
}

export interface HistogramView {
  readonly metric: MetricInfo;
  readonly bars: Histogram;
  /** Null when no cell was asked for. */
  readonly mark: { readonly cell: number; readonly value: number; readonly percentile: number } | null;
}

export async function sweepHistogram(
  reader: SweepReader,
  sweep: OpenedSweep,
  request: ViewRequest & { readonly bars: number; readonly range: Bounds | null; readonly cell: number | null },
): Promise<HistogramView> {
  const { metric, values, chosen } = await viewOf(reader, sweep, request);
  const bars = histogram({ values, chosen, bars: request.bars, range: request.range });
  const { cell } = request;
  if (cell === null) return { metric, bars, mark: null };
  const value = values[cell] ?? Number.NaN;
  const percentile = Number.isNaN(value) ? Number.NaN : percentileOf(value, values, chosen);
  return { metric, bars, mark: { cell, value, percentile } };
}

export interface ImportanceView {
  readonly metric: MetricInfo;
  readonly axes: readonly string[];
  readonly shares: Importance;
}

export async function sweepImportance(
  reader: SweepReader,
  sweep: OpenedSweep,
  request: ViewRequest,
): Promise<ImportanceView> {
  const { metric, values, places, chosen } = await viewOf(reader, sweep, request);
  const axes = axisValues(sweep.view.grid);
  const units = () => axes.map((axis) => axisUnits(axis.values));
  const shares =
    places.listed === undefined
      ? importance(places, values, chosen)
      : searchImportance({ places, axes: units() }, values, chosen);
  return { metric, axes: axes.map(({ name }) => name), shares };
}

async function viewOf(reader: SweepReader, sweep: OpenedSweep, request: ViewRequest) {
  const metric = storedMetric(sweep, request.metric ?? sweep.view.backtest.objective);
  const values = await floatColumn(reader, sweep, metric.id);
  const places = await cellPlaces(reader, sweep);
  const { fixed = {}, within = {} } = request;
  const axes = axisValues(sweep.view.grid);
  for (const name of Object.keys(fixed)) axisOf(axes, name);
  const brushed = Object.entries(within).filter(([name]) => axes.every((axis) => axis.name !== name));
  const metrics = await Promise.all(
    brushed.map(async ([name, bounds]) => ({
      values: await floatColumn(reader, sweep, storedMetric(sweep, name).id),
      ...bounds,
    })),
  );
  const masks = axes.map((axis) => maskOf(axis, { fixed, within }));
  return { metric, values, places, chosen: chooseCells(places, { axes: masks, metrics }) };
}

/** 1 at each place that counts; null for all. */
function maskOf({ name, values }: AxisValues, { fixed = {}, within = {} }: Brushes): Uint8Array | null {
  const held = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
  const bounds = Object.hasOwn(within, name) ? within[name] : undefined;
  if (held === undefined && bounds === undefined) return null;
  const isIn = (value: ParamValue): boolean =>
    (held === undefined || value === held) &&
    (bounds === undefined || (typeof value === "number" && value >= bounds.low && value <= bounds.high));
  return Uint8Array.from(values, (value) => Number(isIn(value)));
}

function axisOf(axes: readonly AxisValues[], name: string): AxisValues {
  const found = axes.find((axis) => axis.name === name);
  if (found !== undefined) return found;
  const names = axes.map((axis) => axis.name);
  throw new AppError("USAGE", `The sweep has no axis "${name}"`, { hint: suggestName(name, names) });
}

import type { Histogram } from "../../../../../src/analytics/sweep-views/histogram.ts";
import type { Heatmap, Reducer } from "../../../../../src/analytics/sweep-views/heatmap.ts";
import type { Importance } from "../../../../../src/analytics/sweep-views/importance.ts";
import type { Problem } from "../../../api/problem.ts";
import type { ParamValue, Sweep } from "../../../api/shapes.ts";
import type { Density } from "./density.ts";
import type { TopCells } from "./top-cells.ts";

/** The sweep whose cells are looked at. */
export interface SweepPlaces {
  /** Address below which the columns are; absolute, as a worker has another base than the page. */
  readonly columns: string;
  /** Of the results: columns of another version are read again. */
  readonly version: string;
  readonly cells: number;
  readonly lengths: readonly number[];
  /** Cells from here on were added, and stand on no axis. */
  readonly onAxes: number;
  /** `mapped`: the column `raw` has the raw numbers; `listed`: the column `places` has the places. */
  readonly numbering: Sweep["numbering"]["kind"];
}

/** Cells that count. */
export interface CellChoice {
  /** By axis: the places that count, null for all. */
  readonly places: readonly (readonly number[] | null)[];
  readonly limits: readonly MetricLimit[];
}

export interface MetricLimit {
  readonly metric: string;
  readonly low: number;
  readonly high: number;
}

interface Common {
  readonly sweep: SweepPlaces;
  readonly choice: CellChoice;
  readonly metric: string;
}

export interface HeatAsk extends Common {
  readonly kind: "heat";
  readonly x: number;
  readonly y: number | null;
  readonly reduce: Reducer;
}

export interface HistogramAsk extends Common {
  readonly kind: "histogram";
  readonly bars: number;
  /** The cell whose place among the others is asked for. */
  readonly cell: number | null;
}

export interface ImportanceAsk extends Common {
  readonly kind: "importance";
  readonly axes: readonly (readonly ParamValue[])[];
}

export interface DensityAsk extends Common {
  readonly kind: "density";
  /** Axes that are drawn, in their order; the metric is the last one. */
  readonly axes: readonly number[];
}

export interface TopAsk extends Common {
  readonly kind: "top";
  readonly isLowFirst: boolean;
  readonly count: number;
}

export type SweepAsk = HeatAsk | HistogramAsk | ImportanceAsk | DensityAsk | TopAsk;

export interface HistogramView {
  /** Of the cells that count, and of all, between the same edges. */
  readonly chosen: Histogram;
  readonly all: Histogram;
  readonly mark: { readonly value: number; readonly percentile: number } | null;
}

export interface TopView extends TopCells {
  /** Of each its place on every axis, −1 for cells that were added. */
  readonly places: Int32Array;
}

/** What each ask is answered with. */
export interface SweepAnswers {
  readonly heat: Heatmap;
  readonly histogram: HistogramView;
  readonly importance: Importance;
  readonly density: Density;
  readonly top: TopView;
}

export type WorkerRequest =
  | { readonly id: number; readonly ask: SweepAsk }
  /** Nobody waits for it any more. */
  | { readonly id: number; readonly ask: null };

export type WorkerAnswer =
  | { readonly id: number; readonly value: SweepAnswers[keyof SweepAnswers] }
  | { readonly id: number; readonly failure: { readonly problem: Problem | null; readonly message: string } };

import { AppError } from "../../../core/errors/app-error.ts";
import type { ErrorCode } from "../../../core/errors/error-codes.ts";
import { correlateReturns, type TimedCurve } from "../../../analytics/compare/correlate-returns.ts";
import { underwater } from "../../../engine/metrics/series/risk/drawdown.ts";
import type { DagSpec } from "../../../factory/dag-spec.ts";
import { sampleForDrawing } from "../../../report/svg/downsample.ts";
import type { RunDeps } from "../../run-deps.ts";
import { recomputeCell } from "../recompute-cell.ts";
import type { CellRef } from "./cell-refs.ts";

/** The equity of a cell, as it is drawn. */
export interface ComparedSeries {
  readonly ref: string;
  /** Why there is none. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  /** Before some were left out. */
  readonly points: number;
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** 1 at the first point. */
  readonly equity: Float64Array;
  /** Fall from the peak so far, 0…1. */
  readonly drawdown: Float64Array;
}

export interface ComparedCurves {
  readonly series: readonly ComparedSeries[];
  /** Of returns, one row per cell; NaN where undefined. */
  readonly correlation: readonly (readonly number[])[];
}

/** Four points each: the first, lowest, highest and last of a stretch. */
const STRETCHES = 500;
const NONE = new Float64Array();

/** Computes each cell again, one after the other; a cell that cannot be says why, and the others go on. */
export async function comparedCurves(
  cells: readonly { readonly ref: CellRef; readonly spec: DagSpec }[],
  deps: RunDeps,
): Promise<ComparedCurves> {
  const curves: (TimedCurve & { readonly series: ComparedSeries })[] = [];
  for (const { ref, spec } of cells) curves.push(await curveOf(ref, spec, deps));
  return {
    series: curves.map(({ series }) => series),
    correlation: curves.map((one) => curves.map((other) => correlateReturns(one, other))),
  };
}

async function curveOf(
  ref: CellRef,
  spec: DagSpec,
  deps: RunDeps,
): Promise<TimedCurve & { readonly series: ComparedSeries }> {
  try {
    const choice = { backtest: ref.backtest, cell: ref.cell };
    const { result, sweep } = await recomputeCell({ id: ref.runId, spec }, choice, deps);
    const { time, equity } = result;
    return { time, equity, series: drawnSeries(ref.text, { time, equity }, sweep.settings.initialCapital) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    const series = { ref: ref.text, error: { code, message }, points: 0, time: NONE, equity: NONE, drawdown: NONE };
    return { time: NONE, equity: NONE, series };
  }
}

function drawnSeries(ref: string, { time, equity }: TimedCurve, initialCapital: number): ComparedSeries {
  const [first = 0, last = 0] = [time[0], time.at(-1)];
  const chosen = sampleForDrawing(
    time.map((at) => (last > first ? (at - first) / (last - first) : 0)),
    equity,
    STRETCHES,
  );
  const drops = underwater(equity, initialCapital);
  const base = equity[0] ?? 1;
  const only = (valueOf: (bar: number) => number): Float64Array => Float64Array.from(chosen, valueOf);
  return {
    ref,
    error: null,
    points: time.length,
    time: only((bar) => time[bar] ?? Number.NaN),
    equity: only((bar) => (equity[bar] ?? Number.NaN) / base),
    drawdown: only((bar) => 0 - (drops[bar] ?? Number.NaN)),
  };
}

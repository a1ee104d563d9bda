import type { Logger } from "../../core/log.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { Refusals, SweepResult } from "../../engine/backtest.ts";
import { SWEEP_METRIC_IDS } from "../../engine/metrics/metric-catalogue.ts";
import { keptError } from "../error-of.ts";
import type { CellExecutor, CellLine } from "../../executors/cell-executor.ts";
import type { BatchColumns, MetricColumn } from "../../store/sweep/batches.ts";
import type { SummedRows } from "../../store/sweep/block-sums.ts";
import type { FailedCell } from "../../store/sweep/failed-cells.ts";
import type { Sweep } from "./open-sweep.ts";
import { setupOf } from "./setup-of.ts";
import { summedStride } from "../../analytics/overfitting/summed-stride.ts";

/** The outcome of one range, in the form that the store takes. */
export interface ComputedRange {
  /** Cells with a result, in the order of `results`. */
  readonly cells: Int32Array;
  readonly results: BatchColumns;
  readonly failed: readonly FailedCell[];
  /** Measured per cell number of the range, cached ones included; null when nothing was measured. */
  readonly cellMs: number | null;
}

/** A range without any result. */
export function emptyRange(): ComputedRange {
  const results = { params: [], metrics: new Map(), refused: new Map(), sums: null };
  return { cells: new Int32Array(), results, failed: [], cellMs: null };
}

export interface RangeWork {
  readonly executor: CellExecutor;
  readonly signal: AbortSignal;
  /** What users' strategies print, with their cell. */
  readonly log: Logger;
}

/**
 * Computes the cells of a range that are not in `done`.
 *
 * @throws when the executor could not compute the range at all, or `signal` fired
 */
export async function computeRange(
  sweep: Sweep,
  range: { readonly from: number; readonly to: number; readonly done: ReadonlySet<number> },
  { executor, signal, log }: RangeWork,
): Promise<ComputedRange> {
  const began = performance.now();
  const cells: number[] = [];
  const params: string[] = [];
  for (let cell = range.from; cell < range.to; cell++) {
    if (range.done.has(cell)) continue;
    cells.push(cell);
    params.push(canonicalJson(sweep.grid.cellAt(cell)));
  }
  const hear = ({ index, level, text }: CellLine): void =>
    log[level](text, { backtest: sweep.backtest.name, ...(index === null ? {} : { cell: cells[index] ?? null }) });
  const result = cells.length === 0 ? null : await executor.compute(setupOf(sweep), params, signal, hear);
  const cellMs = (performance.now() - began) / (range.to - range.from);
  return { ...columnsOf(sweep, cells, params, result), cellMs };
}

function columnsOf(
  sweep: Sweep,
  cells: readonly number[],
  params: readonly string[],
  result: SweepResult | null,
): Omit<ComputedRange, "cellMs"> {
  const failures = new Map(result?.failures.map((failure) => [failure.index, failure]));
  const kept = cells.map((_, index) => index).filter((index) => !failures.has(index));
  const keptCells = Int32Array.from(kept, (index) => cells[index] ?? -1);
  return {
    cells: keptCells,
    results: {
      params: kept.map((index) => params[index] ?? ""),
      metrics: metricColumns(result, kept),
      refused: refusedRows(result, kept),
      sums: summedRows(result, kept, { cells: keptCells, stride: summedStride(sweep.grid.count) }),
    },
    failed: [...failures.values()].map(({ index, code, message }) => ({
      cell: cells[index] ?? -1,
      error: keptError(code, message),
    })),
  };
}

function metricColumns(result: SweepResult | null, kept: readonly number[]): ReadonlyMap<string, MetricColumn> {
  if (result === null) return new Map();
  const swept = SWEEP_METRIC_IDS.map((id) => ({ id, values: result.metrics[id], reasons: result.reasons[id] }));
  return new Map(
    [...swept, ...result.computed].map(({ id, values, reasons }) => {
      if (values.length === kept.length) return [id, { values, reasons }];
      return [
        id,
        {
          values: Float64Array.from(kept, (index) => values[index] ?? Number.NaN),
          reasons: Uint8Array.from(kept, (index) => reasons[index] ?? 0),
        },
      ];
    }),
  );
}

function refusedRows(result: SweepResult | null, kept: readonly number[]): ReadonlyMap<number, Refusals> {
  const refusals = new Map(result?.refusals.map(({ index, refused }) => [index, refused]));
  return new Map(
    kept.flatMap((index, row) => {
      const refused = refusals.get(index);
      return refused === undefined ? [] : [[row, refused] as const];
    }),
  );
}

function summedRows(
  result: SweepResult | null,
  kept: readonly number[],
  { cells, stride }: { readonly cells: Int32Array; readonly stride: number },
): SummedRows | null {
  const sums = result?.blockSums;
  if (sums === undefined) return null;
  const { blocks } = sums;
  const rows = Int32Array.from(kept.keys()).filter((row) => (cells[row] ?? 1) % stride === 0);
  const gathered = (column: Float64Array): Float64Array => {
    const own = new Float64Array(rows.length * blocks);
    for (const [at, row] of rows.entries()) {
      const index = kept[row] ?? 0;
      own.set(column.subarray(index * blocks, (index + 1) * blocks), at * blocks);
    }
    return own;
  };
  return { rows, blocks, sum: gathered(sums.sum), sumOfSquares: gathered(sums.sumOfSquares) };
}

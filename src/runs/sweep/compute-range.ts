import type { Logger } from "../../core/log.ts";
import { canonicalJson } from "../../core/values/canonical-json.ts";
import type { SweepResult } from "../../engine/backtest.ts";
import {
  SWEEP_METRIC_IDS,
  type SweepMetricId,
  UNDEFINED_REASONS,
  type UndefinedReason,
} from "../../engine/metrics/metric-catalogue.ts";
import { keptError } from "../error-of.ts";
import type { CellExecutor, CellLine } from "../../executors/cell-executor.ts";
import type { FailedCell } from "../../store/sweep/cells.ts";
import { packBlockSums } from "../../store/sweep/block-sums.ts";
import type { CellNotes } from "../../store/sweep/cell-notes.ts";
import type { ResultColumns } from "../../store/sweep/results.ts";
import { resultKeyOf, type Sweep } from "./open-sweep.ts";
import { setupOf } from "./setup-of.ts";

/** The outcome of one range, in the form that the store takes. */
export interface ComputedRange {
  /** Cells with a result, in the order of `results`. */
  readonly cells: Int32Array;
  readonly results: ResultColumns;
  readonly failed: readonly FailedCell[];
  /** Measured per cell number of the range, cached ones included; null when nothing was measured. */
  readonly cellMs: number | null;
}

/** A range without any result. */
export function emptyRange(): ComputedRange {
  const metrics = metricColumns(null, []);
  const results = { keys: [], params: [], metrics, notes: [], blockSums: [] };
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
  const noteOf = cellNotes(result);
  const keptParams = kept.map((index) => params[index] ?? "");
  return {
    cells: Int32Array.from(kept, (index) => cells[index] ?? -1),
    results: {
      keys: keptParams.map((text) => resultKeyOf(sweep.base, text)),
      params: keptParams,
      metrics: metricColumns(result, kept),
      notes: kept.map(noteOf),
      blockSums: kept.map((index) => (result?.blockSums === undefined ? null : packBlockSums(result.blockSums, index))),
    },
    failed: [...failures.values()].map(({ index, code, message }) => ({
      cell: cells[index] ?? -1,
      error: keptError(code, message),
    })),
  };
}

function metricColumns(
  result: SweepResult | null,
  kept: readonly number[],
): Readonly<Record<SweepMetricId, Float64Array>> {
  const columns = SWEEP_METRIC_IDS.map((id) => {
    const column = result?.metrics[id] ?? new Float64Array();
    const isWhole = column.length === kept.length;
    return [id, isWhole ? column : Float64Array.from(kept, (index) => column[index] ?? Number.NaN)];
  });
  return Object.fromEntries(columns) as Record<SweepMetricId, Float64Array>;
}

/** What is to be noted of the cell at an index besides its metrics; null for the common case that there is nothing. */
function cellNotes(result: SweepResult | null): (index: number) => CellNotes | null {
  if (result === null) return () => null;
  const columns = SWEEP_METRIC_IDS.map((id) => ({ id, reasons: result.reasons[id] }));
  const refusals = new Map(result.refusals.map(({ index, refused }) => [index, refused]));
  return (index) => {
    const notes: Record<string, CellNotes[string]> = {};
    let isEmpty = true;
    const note = (name: string, value: CellNotes[string]) => {
      notes[name] = value;
      isEmpty = false;
    };
    for (const { id, reasons } of columns) if (reasons[index] !== 0) note(id, reasonAt(reasons, index));
    for (const { id, values, reasons } of result.computed) {
      note(id, reasons[index] === 0 ? (values[index] ?? 0) : reasonAt(reasons, index));
    }
    const refused = refusals.get(index);
    if (refused !== undefined) note("refused", refused);
    return isEmpty ? null : notes;
  };
}

function reasonAt(reasons: Uint8Array, index: number): UndefinedReason {
  return UNDEFINED_REASONS[(reasons[index] ?? 0) - 1] ?? "not_computed";
}

import type { Params } from "../../core/params/param-spec.ts";
import { unmeasured } from "../../core/metrics/measured.ts";
import type { BarRange } from "../../core/values/bar-range.ts";
import type { CellFailure, ComputedColumn, SweepRequest, WantedRanges } from "../backtest.ts";
import type { CellRunner } from "../cells/cell-runner.ts";
import { computedMetrics, needsBenchmark } from "../metrics/computed-metrics.ts";
import { isComputedMetric, type MetricId, SWEEP_METRIC_IDS } from "../metrics/metric-catalogue.ts";
import { createMetricRow, type MetricRow, reasonCode } from "../metrics/metric-row.ts";
import { runBenchmark } from "../run-benchmark.ts";
import { createColumnMemory } from "../simd/column-memory.ts";
import { rangeBars } from "./range-bars.ts";
import { rangeCells } from "./range-cells.ts";
import { rangeColumnId } from "./range-column-id.ts";

export interface RangeSweep {
  run(cells: readonly Params[], tryCell: TryCell): RangeColumns;
}

/** Does what a cell needs; what it throws becomes the failure of the cell. */
type TryCell = (act: () => void) => Omit<CellFailure, "index"> | null;

interface RangeColumns {
  readonly columns: readonly ComputedColumn[];
  readonly failures: readonly CellFailure[];
}

/** A range made ready, with its columns. */
interface OpenRange {
  readonly runner: CellRunner;
  /** Writes what was measured of the cell that was traded last. */
  write(row: MetricRow, index: number): void;
}

/**
 * Makes ready what computes every range of every cell. Strategies of Nightgrid's own go cell by cell, so that a cell is asked
 * once for all ranges; those of others range by range, since each has a history of its own.
 */
export function prepareRanges(request: Omit<SweepRequest, "cells">, wanted: WantedRanges): RangeSweep {
  const open = rangeCells({ ...request, metrics: wanted.metrics }, (bars) => createColumnMemory(bars, request.memory));
  const runners = wanted.list.map(open);
  const benchmarks = wanted.list.map((range) => benchmarkOf(request, wanted.metrics, range));
  const isOwn = request.untrusted === undefined;
  return {
    run(cells, tryCell) {
      const columns = wanted.list.map((_, range) => wanted.metrics.map((id) => emptyColumn(id, range, cells.length)));
      const ranges = runners.map((runner, range): OpenRange => {
        const write = columnWriter(columns[range] ?? [], wanted.metrics, () =>
          computedOf(wanted.metrics, runner, { request, benchmark: benchmarks[range] ?? null }),
        );
        return { runner, write };
      });
      const failures = new Map<number, CellFailure>();
      const row = createMetricRow();
      for (const pass of isOwn ? [ranges] : ranges.map((range) => [range])) {
        request.onPass?.();
        for (const [index, cell] of cells.entries()) {
          request.onCell?.(index);
          if (failures.has(index)) continue;
          const failure = tryCell(() => tradeRanges(pass, cell, row, index));
          if (failure !== null) failures.set(index, { index, ...failure });
        }
      }
      const failed = [...failures.values()].sort((a, b) => a.index - b.index);
      for (const { index } of failed) for (const column of columns.flat()) voidColumn(column, index);
      return { columns: columns.flat(), failures: failed };
    },
  };
}

function tradeRanges(ranges: readonly OpenRange[], cell: Params, row: MetricRow, index: number): void {
  for (let at = 0; at < ranges.length; at++) {
    const range = ranges[at];
    if (range === undefined) continue;
    range.runner.trade(cell);
    range.runner.measure(row);
    range.write(row, index);
  }
}

function emptyColumn(metric: MetricId, range: number, length: number): ComputedColumn {
  return { id: rangeColumnId(range, metric), values: new Float64Array(length), reasons: new Uint8Array(length) };
}

function voidColumn({ values, reasons }: ComputedColumn, index: number): void {
  values[index] = Number.NaN;
  reasons[index] = reasonCode("not_computed");
}

/** What a cell is asked for beyond the usual metrics. */
function computedOf(
  metrics: readonly MetricId[],
  runner: CellRunner,
  { request, benchmark }: { readonly request: Omit<SweepRequest, "cells">; readonly benchmark: Float64Array | null },
) {
  return computedMetrics(metrics.filter(isComputedMetric), runner.details(), request.settings, benchmark);
}

function columnWriter(
  columns: readonly ComputedColumn[],
  metrics: readonly MetricId[],
  compute: () => ReturnType<typeof computedMetrics>,
): OpenRange["write"] {
  const asked = metrics.filter(isComputedMetric);
  const usual = columns.flatMap((column, at) => {
    const place = SWEEP_METRIC_IDS.findIndex((id) => id === metrics[at]);
    return place < 0 ? [] : [{ column, place }];
  });
  const others = columns.filter((_, at) => isComputedMetric(metrics[at] ?? ""));
  return (row, index) => {
    for (let at = 0; at < usual.length; at++) {
      const copy = usual[at];
      if (copy === undefined) continue;
      copy.column.values[index] = row.values[copy.place] ?? Number.NaN;
      copy.column.reasons[index] = row.reasons[copy.place] ?? 0;
    }
    if (asked.length === 0) return;
    const measured = compute();
    for (const [at, { values, reasons }] of others.entries()) {
      const { value, reason } = measured[at] ?? unmeasured("not_computed");
      values[index] = value ?? Number.NaN;
      reasons[index] = reason === null ? 0 : reasonCode(reason);
    }
  };
}

function benchmarkOf(
  { bars, settings }: Omit<SweepRequest, "cells">,
  metrics: readonly MetricId[],
  range: BarRange,
): Float64Array | null {
  if (!needsBenchmark(metrics.filter(isComputedMetric))) return null;
  return runBenchmark({ bars: rangeBars(bars, range), settings }).equity;
}

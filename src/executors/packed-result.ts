import type { CellFailure, SweepBlockSums, SweepResult } from "../engine/backtest.ts";
import { SWEEP_METRIC_IDS, type SweepMetricId } from "../engine/metrics/metric-catalogue.ts";

/** A SweepResult in few buffers that change threads without a copy: all cells of the first metric, then of the second, … */
export interface PackedResult {
  readonly cells: number;
  readonly metrics: Float64Array<ArrayBuffer>;
  readonly reasons: Uint8Array<ArrayBuffer>;
  readonly failures: readonly CellFailure[];
  readonly blockSums: SweepBlockSums | null;
}

export function packResult(result: SweepResult, cells: number): PackedResult {
  const metrics = new Float64Array(cells * SWEEP_METRIC_IDS.length);
  const reasons = new Uint8Array(cells * SWEEP_METRIC_IDS.length);
  for (const [index, id] of SWEEP_METRIC_IDS.entries()) {
    metrics.set(result.metrics[id], index * cells);
    reasons.set(result.reasons[id], index * cells);
  }
  return { cells, metrics, reasons, failures: result.failures, blockSums: result.blockSums ?? null };
}

/** What is handed over with a message instead of being copied. */
export function buffersOf({ metrics, reasons, blockSums }: PackedResult): readonly ArrayBuffer[] {
  const sums = blockSums === null ? [] : [blockSums.sum.buffer, blockSums.sumOfSquares.buffer];
  return [metrics.buffer, reasons.buffer, ...sums];
}

export function unpackResult({ cells, metrics, reasons, failures, blockSums }: PackedResult): SweepResult {
  const column = <T extends Float64Array | Uint8Array>(all: T) =>
    Object.fromEntries(
      SWEEP_METRIC_IDS.map((id, index) => [id, all.subarray(index * cells, (index + 1) * cells)]),
    ) as Record<SweepMetricId, T>;
  return {
    metrics: column(metrics),
    reasons: column(reasons),
    failures,
    ...(blockSums === null ? {} : { blockSums }),
  };
}

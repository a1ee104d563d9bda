import type { SweepBlockSums, SweepResult, SweepStandings } from "../engine/backtest.ts";
import { SWEEP_METRIC_IDS, type SweepMetricId } from "../engine/metrics/metric-catalogue.ts";

/** A SweepResult in few buffers that change threads without a copy: all cells of the first metric, then of the second, … */
export interface PackedResult extends Pick<SweepResult, "computed" | "refusals" | "failures"> {
  readonly cells: number;
  readonly metrics: Float64Array<ArrayBuffer>;
  readonly reasons: Uint8Array<ArrayBuffer>;
  readonly blockSums: SweepBlockSums | null;
  readonly standings: SweepStandings | null;
}

export function packResult(result: SweepResult, cells: number): PackedResult {
  const metrics = new Float64Array(cells * SWEEP_METRIC_IDS.length);
  const reasons = new Uint8Array(cells * SWEEP_METRIC_IDS.length);
  for (const [index, id] of SWEEP_METRIC_IDS.entries()) {
    metrics.set(result.metrics[id], index * cells);
    reasons.set(result.reasons[id], index * cells);
  }
  const { computed, refusals, failures, blockSums = null, standings = null } = result;
  return { cells, metrics, reasons, computed, refusals, failures, blockSums, standings };
}

/** What is handed over with a message instead of being copied. */
export function buffersOf({ metrics, reasons, blockSums, standings }: PackedResult): readonly ArrayBuffer[] {
  const sums = blockSums === null ? [] : [blockSums.sum.buffer, blockSums.sumOfSquares.buffer];
  return [metrics.buffer, reasons.buffer, ...sums, ...(standings === null ? [] : [standings.values.buffer])];
}

export function unpackResult(packed: PackedResult): SweepResult {
  const { cells, metrics, reasons, computed, refusals, failures, blockSums, standings } = packed;
  const column = <T extends Float64Array | Uint8Array>(all: T) =>
    Object.fromEntries(
      SWEEP_METRIC_IDS.map((id, index) => [id, all.subarray(index * cells, (index + 1) * cells)]),
    ) as Record<SweepMetricId, T>;
  return {
    metrics: column(metrics),
    reasons: column(reasons),
    computed,
    refusals,
    failures,
    ...(blockSums !== null && { blockSums }),
    ...(standings !== null && { standings }),
  };
}

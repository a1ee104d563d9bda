import type { SweepBlockSums, SweepResult } from "../../engine/backtest.ts";
import { SWEEP_METRIC_IDS, type SweepMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { SharedMemory } from "../../engine/simd/shared-memory.ts";
import type { SweepSetup } from "../cell-executor.ts";

/** What an engine thread is started with. */
export interface ThreadSetup {
  /** `file:` URL that `import … from "nightgrid"` means. */
  readonly packageUrl: string;
}

/** A sweep as a thread gets it. */
export interface ThreadSweep {
  readonly setup: SweepSetup;
  /** Where the threads keep its indicators together. */
  readonly memory: SharedMemory | null;
}

export type ThreadRequest =
  | ({ readonly kind: "prepare"; readonly forget: string | null } & ThreadSweep)
  /** `cells`: canonical JSON of each cell, joined to one JSON array. */
  | { readonly kind: "compute"; readonly setupId: string; readonly cells: string };

export type ThreadAnswer =
  | { readonly kind: "ready" }
  | ({ readonly kind: "computed" } & PackedResult)
  | { readonly kind: "failed"; readonly code: string | null; readonly message: string };

/** A SweepResult in few buffers that change threads without a copy: all cells of the first metric, then of the second, … */
export interface PackedResult extends Pick<SweepResult, "computed" | "refusals" | "failures"> {
  readonly cells: number;
  readonly metrics: Float64Array<ArrayBuffer>;
  readonly reasons: Uint8Array<ArrayBuffer>;
  readonly blockSums: SweepBlockSums | null;
}

export function packResult(result: SweepResult, cells: number): PackedResult {
  const metrics = new Float64Array(cells * SWEEP_METRIC_IDS.length);
  const reasons = new Uint8Array(cells * SWEEP_METRIC_IDS.length);
  for (const [index, id] of SWEEP_METRIC_IDS.entries()) {
    metrics.set(result.metrics[id], index * cells);
    reasons.set(result.reasons[id], index * cells);
  }
  const { computed, refusals, failures, blockSums = null } = result;
  return { cells, metrics, reasons, computed, refusals, failures, blockSums };
}

/** What is handed over with a message instead of being copied. */
export function buffersOf({ metrics, reasons, blockSums }: PackedResult): readonly ArrayBuffer[] {
  const sums = blockSums === null ? [] : [blockSums.sum.buffer, blockSums.sumOfSquares.buffer];
  return [metrics.buffer, reasons.buffer, ...sums];
}

export function unpackResult(packed: PackedResult): SweepResult {
  const { cells, metrics, reasons, computed, refusals, failures, blockSums } = packed;
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
    ...(blockSums === null ? {} : { blockSums }),
  };
}

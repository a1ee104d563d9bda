import type { CellFailure, ComputedColumn, SweepBlockSums, SweepResult } from "../engine/backtest.ts";
import { SWEEP_METRIC_IDS, type SweepMetricId } from "../engine/metrics/metric-catalogue.ts";
import { UNDEFINED_REASONS } from "../core/metrics/undefined-reason.ts";

const NOT_COMPUTED = 1 + UNDEFINED_REASONS.indexOf("not_computed");

/** The result of one cell that could not be computed. */
export function fatalCell({ code, message }: Pick<CellFailure, "code" | "message">): SweepResult {
  return {
    metrics: columns(() => Float64Array.of(Number.NaN)),
    reasons: columns(() => Uint8Array.of(NOT_COMPUTED)),
    computed: [],
    refusals: [],
    failures: [{ index: 0, code, message }],
  };
}

/** Results of neighbouring ranges as one. */
export function joinResults(parts: readonly SweepResult[]): SweepResult {
  let offset = 0;
  const offsets = parts.map((part) => (offset += part.metrics.sharpe.length) - part.metrics.sharpe.length);
  const shift = <T extends { readonly index: number }>(of: (part: SweepResult) => readonly T[]): readonly T[] =>
    parts.flatMap((part, i) => of(part).map((entry) => ({ ...entry, index: entry.index + (offsets[i] ?? 0) })));
  return {
    metrics: columns((id) => Float64Array.from(parts.flatMap((part) => [...part.metrics[id]]))),
    reasons: columns((id) => Uint8Array.from(parts.flatMap((part) => [...part.reasons[id]]))),
    computed: joinedComputed(parts),
    refusals: shift((part) => part.refusals),
    failures: shift((part) => part.failures),
    ...joinedSums(parts),
  };
}

/** A part without them is a failed cell. */
function joinedComputed(parts: readonly SweepResult[]): readonly ComputedColumn[] {
  const asked = parts.find((part) => part.computed.length > 0)?.computed ?? [];
  return asked.map(({ id }, position) => ({
    id,
    values: Float64Array.from(parts.flatMap((part) => [...(part.computed[position]?.values ?? [Number.NaN])])),
    reasons: Uint8Array.from(parts.flatMap((part) => [...(part.computed[position]?.reasons ?? [NOT_COMPUTED])])),
  }));
}

/** A part without sums is a failed cell, among parts that were asked for them: its sums are NaN. */
function joinedSums(parts: readonly SweepResult[]): { readonly blockSums?: SweepBlockSums } {
  const blocks = parts.find((part) => part.blockSums !== undefined)?.blockSums?.blocks;
  if (blocks === undefined) return {};
  const total = parts.reduce((cells, part) => cells + part.metrics.sharpe.length, 0);
  const column = () => new Float64Array(total * blocks).fill(Number.NaN);
  const joined = { cells: total, blocks, sum: column(), sumOfSquares: column() };
  let cell = 0;
  for (const { metrics, blockSums } of parts) {
    if (blockSums !== undefined) {
      joined.sum.set(blockSums.sum, cell * blocks);
      joined.sumOfSquares.set(blockSums.sumOfSquares, cell * blocks);
    }
    cell += metrics.sharpe.length;
  }
  return { blockSums: joined };
}

function columns<T>(columnOf: (id: SweepMetricId) => T): Record<SweepMetricId, T> {
  return Object.fromEntries(SWEEP_METRIC_IDS.map((id) => [id, columnOf(id)])) as Record<SweepMetricId, T>;
}

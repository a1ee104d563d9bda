import { UNDEFINED_REASONS } from "../../core/metrics/undefined-reason.ts";
import type { SweepBlockSums } from "../../engine/backtest.ts";
import type { CellColumn, CellColumns, CellUsage } from "../executor.ts";
import type { CellOutcome } from "./run-cell.ts";

const NOT_COMPUTED = 1 + UNDEFINED_REASONS.indexOf("not_computed");

/** What cells have come to one by one, as columns: a metric that some of them have, the others have not computed. */
export function outcomeColumns(outcomes: readonly CellOutcome[], blocks: number): CellColumns {
  const names = new Set(outcomes.flatMap(({ outputs }) => [...(outputs?.metrics.keys() ?? [])]));
  return {
    metrics: new Map([...names].map((name) => [name, columnOf(name, outcomes)])),
    refusals: [],
    computed: outcomes.length,
    failures: outcomes.flatMap(({ failure }, index) => (failure === null ? [] : [{ index, ...failure }])),
    ...blockSumsOf(outcomes, blocks),
    usage: outcomes.flatMap(({ end }, index) => (end === null ? [] : [usageOf(index, end)])),
  };
}

function columnOf(name: string, outcomes: readonly CellOutcome[]): CellColumn {
  const measured = outcomes.map(({ outputs }) => outputs?.metrics.get(name));
  return {
    values: Float64Array.from(measured, (metric) => metric?.value ?? Number.NaN),
    reasons: Uint8Array.from(measured, (metric) => {
      if (metric === undefined) return NOT_COMPUTED;
      return metric.reason === null ? 0 : 1 + UNDEFINED_REASONS.indexOf(metric.reason);
    }),
  };
}

/** Those of a cell that has none are NaN, as those of one that failed. */
function blockSumsOf(outcomes: readonly CellOutcome[], blocks: number): { readonly blockSums?: SweepBlockSums } {
  if (outcomes.every(({ outputs }) => (outputs?.blockSums ?? null) === null)) return {};
  const cells = outcomes.length;
  const column = () => new Float64Array(cells * blocks).fill(Number.NaN);
  const joined = { cells, blocks, sum: column(), sumOfSquares: column() };
  for (const [cell, { outputs }] of outcomes.entries()) {
    const own = outputs?.blockSums ?? null;
    if (own === null) continue;
    joined.sum.set(own.sum, cell * blocks);
    joined.sumOfSquares.set(own.sumOfSquares, cell * blocks);
  }
  return { blockSums: joined };
}

function usageOf(index: number, end: NonNullable<CellOutcome["end"]>): CellUsage {
  const { exitCode, signal, durationMs, cpuMs, peakBytes } = end;
  return { index, exitCode, signal, durationMs: Math.round(durationMs), cpuMs, peakBytes };
}

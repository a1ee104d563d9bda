import type { BacktestSpec, DagSpec } from "../../src/factory/dag-spec.ts";
import type { DataSpec } from "../../src/core/spec/data-spec.ts";
import type { CallbackSpec } from "../../src/core/spec/callback-spec.ts";
import { PROFILE_EXECUTION } from "../../src/engine/profiles/registry.ts";
import { NO_COSTS } from "../../src/engine/settings.ts";

/** All symbols of the sample data. */
export const SAMPLE_DATA: DataSpec = {
  dataset: "sample",
  csv: null,
  symbols: [],
  timeframe: "1d",
  columns: {},
  adjusted: false,
};

/** A backtest of the built-in crossover over 3 × 2 cells of the sample data, with changes. */
export function sampleBacktest(changes: Partial<BacktestSpec> = {}): BacktestSpec {
  return {
    name: "backtest",
    needs: [],
    triggerRule: "all_success",
    minSuccess: null,
    strategy: { kind: "builtin", name: "sma_cross" },
    data: SAMPLE_DATA,
    window: { startDate: null, endDate: null, lookbackMs: null },
    settings: {
      initialCapital: 10_000,
      costs: NO_COSTS,
      execution: PROFILE_EXECUTION.native,
      seed: 1,
      barsPerYear: null,
    },
    sampling: null,
    params: { fast: 5, slow: 20, position_size: 0.95 },
    grid: gridOf({ fast: [3, 5, 8], slow: [20, 30] }),
    objective: "sharpe",
    volatile: false,
    ...changes,
  };
}

export function gridOf(axes: Readonly<Record<string, readonly number[]>>): BacktestSpec["grid"] {
  return {
    axes: Object.entries(axes).map(([name, values]) => ({ name, kind: "list", values })),
    where: null,
    exclude: [],
    add: [],
    maxCells: 1_000_000,
  };
}

/** `count` values from `from` upwards. */
export function upFrom(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

export function sampleDag(changes: Partial<DagSpec> = {}): DagSpec {
  return {
    id: "sample",
    description: "A DAG for tests",
    tags: [],
    schedule: null,
    backtests: [sampleBacktest()],
    before: [],
    after: [],
    alerts: [],
    retry: { limit: 0, backoffMs: 10 },
    timeoutMs: 600_000,
    ...changes,
  };
}

export function sampleCallback(name: string, changes: Partial<CallbackSpec> = {}): CallbackSpec {
  return { name, ref: { kind: "builtin", name }, options: {}, timeoutMs: 60_000, ...changes };
}

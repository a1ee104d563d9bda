import type { SweepResult } from "../engine/backtest.ts";
import type { Bars } from "../engine/bars.ts";
import type { ComputedMetricId } from "../engine/metrics/metric-catalogue.ts";
import type { BacktestSettings } from "../engine/settings.ts";

/** Where a strategy comes from (structurally the DAG's `StrategyRef`). */
export type StrategySource =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "module"; readonly path: string; readonly exportName: string };

/** All that the cells of a sweep share. */
export interface SweepSetup {
  /** Equal ids mean equal setups: threads keep prepared sweeps by it. */
  readonly id: string;
  readonly strategy: StrategySource;
  readonly codeHash: string;
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  /** Asks for the sums of the returns over so many blocks of bars. */
  readonly blocks?: number;
  /** Asks for these metrics of every cell. */
  readonly computed?: readonly ComputedMetricId[];
}

/**
 * How cells are computed. A cell that fails is listed in the answer; a rejection means that
 * the whole range could not be computed (and may be tried again), or that `signal` fired.
 */
export interface CellExecutor {
  /** Ranges that it computes at the same time. */
  readonly slots: number;
  /** @param cells parameters as canonical JSON, one text per cell */
  compute(setup: SweepSetup, cells: readonly string[], signal: AbortSignal): Promise<SweepResult>;
  close(): Promise<void>;
}

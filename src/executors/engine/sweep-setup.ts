import type { Bars } from "../../engine/bars.ts";
import type { ComputedMetricId } from "../../engine/metrics/metric-catalogue.ts";
import type { BarRange } from "../../core/values/bar-range.ts";
import type { PartsToMeasure } from "../executor.ts";
import type { BacktestSettings } from "../../engine/settings.ts";

/** Where a strategy comes from (structurally the DAG's `StrategyRef`). */
export type StrategySource =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "module"; readonly path: string; readonly exportName: string };

/** All that the cells of a sweep share. */
export interface SweepSetup {
  /** Equal ids mean equal setups: prepared sweeps are kept by it. */
  readonly id: string;
  readonly strategy: StrategySource;
  readonly codeHash: string;
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  /** Asks for the sums of the returns over so many blocks of bars. */
  readonly blocks?: number;
  /** Asks for this instead of whole backtests. */
  readonly parts?: PartsToMeasure;
  /** Of one cell in full: trades these bars alone (see `rangeCells`). */
  readonly range?: BarRange;
  /** Asks for these metrics of every cell. */
  readonly computed?: readonly ComputedMetricId[];
  /** Of one cell of a user's strategy, in milliseconds; absent: 100 times what the cells so far have taken, at least 10 s. */
  readonly cellTimeoutMs?: number;
}

/** The sums of returns that the cells are asked for. */
export function blocksOf({ parts, blocks }: SweepSetup): { readonly blocks?: number | readonly number[] } {
  switch (parts?.kind) {
    case "segments":
      return { blocks: parts.starts };
    case "ranges":
      return {};
    case undefined:
      return blocks === undefined ? {} : { blocks };
  }
}

import type { Params } from "../../core/params/param-spec.ts";
import type { BacktestResult } from "../backtest.ts";
import type { Rejection } from "../fills/ledger.ts";
import type { BlockTarget } from "../metrics/accumulators/block-returns.ts";
import type { MetricRow } from "../metrics/metric-row.ts";

/** Strategy, bars and settings made ready to trade any number of cells; buffers are reused from cell to cell. */
export interface CellRunner {
  /**
   * Trades one cell, which the other methods then speak of.
   *
   * @returns the complete parameters
   * @throws AppError PARAM_INVALID for unfit parameters; whatever the strategy throws
   */
  trade(cell: Params): Params;
  /** Fills in every metric of SWEEP_METRICS. */
  measure(row: MetricRow): void;
  /** Adds up the returns by blocks of bars, or of days where returns are measured by day. */
  sumBlocks(target: BlockTarget): void;
  /** Completes how the cell stands, when all else was asked for. Absent where cells keep no standing. */
  stand?(): void;
  /** What was not filled, in the order of symbols and bars. */
  rejections(): readonly Rejection[];
  /** Bars, or days. */
  readonly returnCount: number;
  /** Curves, trades, orders, cash flows, rejections, and what the scores were worth. */
  details(): Omit<BacktestResult, "params" | "metrics" | "reasons" | "stamps">;
}

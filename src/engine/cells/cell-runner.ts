import { AppError } from "../../core/errors/app-error.ts";
import type { Params } from "../../core/values/params.ts";
import type { BacktestRequest, BacktestResult } from "../backtest.ts";
import type { Bars } from "../bars.ts";
import type { Rejection } from "../fills/ledger.ts";
import { checkSettings } from "../fills/check-settings.ts";
import type { BlockTarget } from "../metrics/accumulators/block-returns.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { checkKind } from "../kind-problem.ts";
import { strategyKind } from "../strategy-kind.ts";
import type { MetricRow } from "../metrics/metric-row.ts";
import { ledgerCells } from "./ledger-cells.ts";
import { panelCells } from "./panel-cells.ts";
import { tradeByBar } from "./trade-by-bar.ts";
import { tradeSignals } from "./trade-signals.ts";

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
  /** What was not filled, in the order of symbols and bars. */
  rejections(): readonly Rejection[];
  /** Bars, or days. */
  readonly returnCount: number;
  /** Curves, trades, orders, cash flows, rejections, and what the scores were worth. */
  details(): Omit<BacktestResult, "params" | "metrics" | "reasons" | "stamps">;
}

/**
 * @param memoryFor where indicators are to be kept, for one symbol; null: anywhere
 * @throws AppError EXECUTION_INVALID when settings, bars and strategy do not go together
 */
export function prepareCells(
  request: Omit<BacktestRequest, "params">,
  memoryFor: (bars: Bars) => ColumnMemory | null = () => null,
): CellRunner {
  const { strategy, settings } = request;
  checkSettings(settings);
  checkKind(strategyKind(strategy), settings);
  if (strategy.targets !== undefined) return panelCells(request);
  const { untrusted } = request;
  const [bars, ...others] = request.bars;
  if (bars !== undefined && others.length === 0) {
    const told = untrusted?.told[0] ?? bars;
    const memory = memoryFor(told);
    const tradeCell =
      strategy.trader === undefined
        ? tradeSignals(strategy, bars, memory)
        : tradeByBar(strategy.trader.bind(strategy), bars);
    const indicators = indicatorCache({ memory, onColumn: untrusted?.onColumn });
    return ledgerCells({ strategy, bars, settings, told, indicators }, tradeCell);
  }
  throw new AppError(
    "EXECUTION_INVALID",
    `The strategy "${strategy.name}" trades one symbol, but the data have ${request.bars.length}.`,
    { hint: "Name one symbol under `data.symbols`, or use one backtest block per symbol." },
  );
}

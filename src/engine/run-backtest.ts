import { AppError, messageOf } from "../core/app-error.ts";
import type { Params } from "../core/params.ts";
import type { BacktestRequest, BacktestResult } from "./backtest.ts";
import { type CellRunner, prepareCells, tradeCell } from "./cells/cell-runner.ts";
import { cellCurves } from "./cells/cell-curves.ts";
import { cellTrades } from "./trades/cell-trades.ts";
import { cellMetrics } from "./metrics/cell-metrics.ts";
import { createMetricRow, metricRecords } from "./metrics/metric-row.ts";

/**
 * One cell in full, with the same fills and the same metrics, bit for bit, as in a sweep.
 * Buy and hold as a benchmark is this with the strategy `buy_and_hold`.
 *
 * @throws AppError EXECUTION_INVALID, PARAM_INVALID, or STRATEGY_FAILED with the strategy's own message
 */
export function runBacktest(request: BacktestRequest): BacktestResult {
  const runner = prepareCells(request);
  const params = tradeOrExplain(runner, request.params);
  const { bars, ledger, settings } = runner;
  const row = createMetricRow();
  cellMetrics(runner, row);
  return {
    params,
    ...metricRecords(row),
    time: bars.time,
    ...cellCurves(ledger, bars.close, settings.initialCapital),
    trades: cellTrades(ledger, bars),
    rejections: [...ledger.rejections],
    stamps: settings.execution.fill === "close" ? ["same-bar fill"] : [],
  };
}

function tradeOrExplain(runner: CellRunner, params: Params): Params {
  try {
    return tradeCell(runner, params);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError("STRATEGY_FAILED", `The strategy "${runner.strategy.name}" failed: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

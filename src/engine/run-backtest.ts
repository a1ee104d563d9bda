import { AppError, messageOf } from "../core/errors/app-error.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { BacktestRequest, BacktestResult } from "./backtest.ts";
import type { CellRunner } from "./cells/cell-runner.ts";
import { prepareCells } from "./cells/prepare-cells.ts";
import { createMetricRow, metricRecords } from "./metrics/metric-row.ts";
import { rangeCells } from "./ranges/range-cells.ts";
import { resultStamps } from "./result-stamps.ts";
import { recordSaid } from "./signals/record-said.ts";

/**
 * One cell in full, with the same fills and the same metrics, bit for bit, as in a sweep.
 * Buy and hold as a benchmark is this with the strategy `buy_and_hold`.
 *
 * @throws AppError EXECUTION_INVALID, PARAM_INVALID, or STRATEGY_FAILED with the strategy's own message
 */
export function runBacktest(request: BacktestRequest): BacktestResult {
  const { range } = request;
  // What is said of a range is said of its history: it is not kept.
  const recorded = request.keepsSaid === true && range === undefined ? recordSaid(request.strategy) : null;
  const asked = recorded === null ? request : { ...request, strategy: recorded.strategy };
  const runner = range === undefined ? prepareCells(asked) : rangeCells(asked)(range);
  const params = tradeOrExplain(runner, request);
  const row = createMetricRow();
  runner.measure(row);
  const said = recorded?.said();
  return {
    params,
    ...metricRecords(row),
    ...runner.details(),
    ...(said && { said }),
    stamps: resultStamps(request.bars, request.settings),
  };
}

function tradeOrExplain(runner: CellRunner, { strategy, params }: BacktestRequest): Params {
  try {
    return runner.trade(params);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError("STRATEGY_FAILED", `The strategy "${strategy.name}" failed: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

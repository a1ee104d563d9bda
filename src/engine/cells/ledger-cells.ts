import type { Bars } from "../bars.ts";
import { type Account, openAccount } from "../fills/account.ts";
import { clearLedger, createLedger } from "../fills/ledger.ts";
import { tradingRules } from "../fills/trading-rules.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { setBacktestingMetrics } from "../metrics/backtesting-metrics.ts";
import { blockReturns } from "../metrics/block-returns.ts";
import { cellMetrics } from "../metrics/cell-metrics.ts";
import { conventionsOf } from "../metrics/conventions.ts";
import { equitySums } from "../metrics/equity-sums.ts";
import { priceSums } from "../metrics/price-sums.ts";
import { entryLimit } from "../risk/entry-limit.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Strategy, StrategyInput } from "../strategy.ts";
import { cashFlows } from "../trades/cash-flows.ts";
import { cellTrades } from "../trades/cell-trades.ts";
import { filledOrders } from "../trades/filled-orders.ts";
import { tradeSums } from "../trades/trade-sums.ts";
import { cellCurves } from "./cell-curves.ts";
import type { CellRunner } from "./cell-runner.ts";
import { completeParams } from "./complete-params.ts";
import { paramSpecsOf } from "./param-specs.ts";

/** A way to trade one cell: lets a strategy act on an account that holds nothing yet. */
export type CellTrading = (account: Account, input: StrategyInput) => void;

/** Cells of a strategy on one symbol, whose fills are all in one ledger. */
export function ledgerCells(
  { strategy, bars, settings }: { strategy: Strategy; bars: Bars; settings: BacktestSettings },
  tradeCell: CellTrading,
): CellRunner {
  const { profile } = settings.execution;
  const { initialCapital } = settings;
  const { close } = bars;
  const specs = paramSpecsOf(strategy);
  const indicators = indicatorCache();
  const ledger = createLedger();
  const prices = priceSums(close);
  const origin = { ledger, initialCapital, capitalIsPeak: conventionsOf(profile).capitalIsPeak };

  return {
    trade(cell) {
      const params = completeParams(specs, cell);
      clearLedger(ledger);
      const rules = tradingRules(settings, params);
      const account = openAccount(rules, ledger, entryLimit(rules, close, ledger));
      tradeCell(account, { bars, params, indicators, profile });
      return params;
    },

    measure(row) {
      const sums = equitySums(origin, prices);
      const trades = tradeSums(ledger, bars);
      cellMetrics(
        { settings, time: bars.time, sums, trades, sumsAround: (shift) => equitySums(origin, prices, shift) },
        row,
      );
      if (profile === "backtesting.py") setBacktestingMetrics({ ledger, bars, settings }, sums, row);
    },

    sumBlocks: (target) => blockReturns(origin, prices, target),
    barCount: close.length,

    details: () => ({
      time: bars.time,
      ...cellCurves(ledger, close, initialCapital),
      trades: cellTrades(ledger, bars),
      orders: filledOrders(ledger, bars),
      cashFlows: cashFlows(ledger, bars),
      rejections: [...ledger.rejections],
    }),
  };
}

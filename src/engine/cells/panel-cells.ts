import { AppError } from "../../core/app-error.ts";
import type { Bars } from "../bars.ts";
import { tradingRules } from "../fills/trading-rules.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { cellMetrics } from "../metrics/cell-metrics.ts";
import { curveSums } from "../panel/curve-sums.ts";
import { grossOf } from "../panel/gross-equity.ts";
import { alignBars } from "../panel/panel.ts";
import { openBook, type PanelBook } from "../panel/panel-book.ts";
import { tradePanel } from "../panel/trade-panel.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Strategy, Targets } from "../strategy.ts";
import { cashFlows } from "../trades/cash-flows.ts";
import { cellTrades } from "../trades/cell-trades.ts";
import { filledOrders } from "../trades/filled-orders.ts";
import { addTradeSums, tradeSums } from "../trades/trade-sums.ts";
import type { CellRunner } from "./cell-runner.ts";
import { completeParams } from "./complete-params.ts";
import { paramSpecsOf } from "./param-specs.ts";

/** Cells of a strategy with target weights, over all symbols on one account. */
export function panelCells(strategy: Strategy, bars: readonly Bars[], settings: BacktestSettings): CellRunner {
  if (settings.execution.profile !== "native") {
    throw new AppError("EXECUTION_INVALID", `Target weights are traded by the profile "native" alone.`);
  }
  if (bars.length === 0) throw new AppError("EXECUTION_INVALID", "There is no symbol to trade.");
  const specs = paramSpecsOf(strategy);
  const panel = alignBars(bars);
  const indicators = indicatorCache();
  let book: PanelBook = openBook(tradingRules(settings, {}), panel);

  return {
    trade(cell) {
      const params = completeParams(specs, cell);
      const targets = strategy.targets?.({ panel, params, indicators });
      book = openBook(tradingRules(settings, params), panel);
      tradePanel(book, checkedTargets(targets, panel.symbols.length, panel.time.length));
      return params;
    },

    measure(row) {
      const barsHeld = book.exposure.reduce((held, exposure) => held + (exposure === 0 ? 0 : 1), 0);
      const curve = curveSums(book.equity, settings.initialCapital);
      const sumsAround = (shift: number) => curve.around(shift, barsHeld);
      const trades = book.accounts
        .map(({ ledger }, asset) => tradeSums(ledger, panel.bars[asset] ?? { time: panel.time }))
        .reduce(addTradeSums);
      cellMetrics({ settings, time: panel.time, sums: sumsAround(0), trades, sumsAround }, row);
    },

    sumBlocks: (target) => curveSums(book.equity, settings.initialCapital).blocks(target),
    barCount: panel.time.length,

    details: () => ({
      time: panel.time,
      equity: book.equity.slice(),
      grossEquity: grossOf(book),
      position: book.exposure.slice(),
      trades: book.accounts
        .flatMap(({ ledger }, asset) => {
          const own = panel.bars[asset];
          const close = panel.closes[asset];
          return own === undefined || close === undefined ? [] : cellTrades(ledger, { ...own, close });
        })
        .sort((a, b) => a.exitBar - b.exitBar || a.entryBar - b.entryBar),
      orders: book.accounts
        .flatMap(({ ledger }, asset) => {
          const own = panel.bars[asset];
          return own === undefined ? [] : filledOrders(ledger, own);
        })
        .sort((a, b) => a.bar - b.bar),
      cashFlows: book.accounts
        .flatMap(({ ledger }, asset) => {
          const own = panel.bars[asset];
          return own === undefined ? [] : cashFlows(ledger, own);
        })
        .sort((a, b) => a.bar - b.bar),
      rejections: book.accounts.flatMap(({ ledger }) => ledger.rejections).sort((a, b) => a.bar - b.bar),
    }),
  };
}

function checkedTargets(targets: Targets | undefined, symbols: number, bars: number): Targets {
  if (targets === undefined || !(targets.rebalance instanceof Uint8Array) || targets.rebalance.length !== bars) {
    throw new TypeError(`\`rebalance\` must be a Uint8Array of ${bars} elements, one per bar`);
  }
  if (targets.weights.length !== symbols) {
    throw new TypeError(`\`weights\` has ${targets.weights.length} columns; there are ${symbols} symbols`);
  }
  for (const column of targets.weights) {
    if (!(column instanceof Float64Array) || column.length !== bars) {
      throw new TypeError(`Each column of \`weights\` must be a Float64Array of ${bars} elements, one per bar`);
    }
    const wrong = targets.rebalance.findIndex((due, bar) => due === 1 && !Number.isFinite(column[bar]));
    if (wrong >= 0) throw new TypeError(`A weight at bar ${wrong} is ${column[wrong]}; it must be a finite number`);
  }
  return targets;
}

import { AppError } from "../../core/errors/app-error.ts";
import type { BacktestRequest, BacktestResult } from "../backtest.ts";
import type { Rejection } from "../fills/ledger.ts";
import { elementCount } from "../signals/element-count.ts";
import { rhythmOf } from "../frames/bar-clock.ts";
import { strategyPanel } from "../frames/strategy-panel.ts";
import { indicatorCache } from "../indicators/indicator-cache.ts";
import { cellMetrics } from "../metrics/cell-metrics.ts";
import { type CurveSums, curveSums } from "../metrics/accumulators/curve-sums.ts";
import { samplingOf } from "../metrics/sampling.ts";
import { grossOf } from "../panel/gross-equity.ts";
import { factorReport } from "../panel/factor-report.ts";
import { alignBars, type Panel } from "../panel/panel.ts";
import { memberView } from "../panel/member-view.ts";
import { openBook, type PanelBook } from "../panel/panel-book.ts";
import { tradePanel } from "../panel/trade-panel.ts";
import type { PanelStrategy, Targets } from "../strategy.ts";
import { cashFlows } from "../trades/cash-flows.ts";
import { cellTrades } from "../trades/cell-trades.ts";
import { filledOrders } from "../trades/filled-orders.ts";
import { addTradeSums } from "../trades/trade-sums.ts";
import { sumTrades } from "../trades/sum-trades.ts";
import { transformBars } from "../transform-bars.ts";
import type { Untrusted } from "../untrusted.ts";
import type { CellRunner } from "./cell-runner.ts";
import { cellRules } from "./cell-rules.ts";
import { completeParams } from "./complete-params.ts";
import { paramSpecsOf } from "./param-specs.ts";

interface PanelRequest extends Omit<BacktestRequest, "params" | "strategy"> {
  readonly strategy: PanelStrategy;
}

/** Cells of a strategy with target weights, over all symbols on one account. */
export function panelCells({ strategy, bars, settings, untrusted }: PanelRequest): CellRunner {
  if (bars.length === 0) throw new AppError("EXECUTION_INVALID", "There is no symbol to trade.");
  const specs = paramSpecsOf(strategy);
  const panel = alignBars(bars);
  const seen = untrusted === undefined ? memberView(panel) : toldPanel(untrusted);
  const told = strategyPanel(seen, { ...rhythmOf(settings), onColumn: untrusted?.onColumn });
  const indicators = indicatorCache({ onColumn: untrusted?.onColumn });
  const sampling = samplingOf(panel.time, settings);
  const { lastBars } = sampling;
  let targets: Targets | null = null;
  let book: PanelBook = openBook(cellRules(settings, {}), panel);
  const sumsOf = (curve: Float64Array): CurveSums => curveSums(curve, settings.initialCapital);
  const dailyCurve = (days: Int32Array): Float64Array =>
    Float64Array.from(days, (bar) => book.equity[bar] ?? Number.NaN);

  return {
    trade(cell) {
      const params = completeParams(specs, cell);
      const wanted = strategy.targets({ panel: told, params, indicators });
      targets = checkedTargets(wanted, panel.symbols.length, panel.time.length);
      book = openBook(cellRules(settings, params), panel);
      tradePanel(book, targets);
      return params;
    },

    measure(row) {
      const barsHeld = book.exposure.reduce((held, exposure) => held + (exposure === 0 ? 0 : 1), 0);
      const whole = sumsOf(book.equity);
      const sums = whole.around(0, barsHeld);
      const daily = lastBars === null ? null : sumsOf(dailyCurve(lastBars));
      const trades = book.accounts
        .map(({ ledger }, asset) => sumTrades(ledger, panel.bars[asset] ?? { time: panel.time }))
        .reduce(addTradeSums);
      const returns = { ...sampling, sums: daily?.around(0) ?? sums, sumsAround: (daily ?? whole).around };
      cellMetrics({ settings, time: panel.time, sums, trades, returns }, row);
    },

    sumBlocks: (target) => sumsOf(lastBars === null ? book.equity : dailyCurve(lastBars)).blocks(target),
    returnCount: sampling.count,
    rejections: () => book.accounts.flatMap(({ ledger }) => ledger.rejections),

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
      rejections: book.accounts
        .flatMap(({ ledger }, asset) =>
          ledger.rejections.map((rejection) => ({ ...rejection, symbol: ofSymbol(rejection, panel.symbols[asset]) })),
        )
        .sort((a, b) => a.bar - b.bar),
      ...factorOf(panel, targets),
    }),
  };
}

function factorOf(panel: Panel, targets: Targets | null): Pick<BacktestResult, "factor"> {
  const factor = targets === null ? undefined : factorReport(panel, targets);
  return factor === undefined ? {} : { factor };
}

function ofSymbol({ reason }: Rejection, symbol: string | undefined): string | null {
  return reason === "max_portfolio_var" ? null : (symbol ?? null);
}

function checkedTargets(targets: Targets, symbols: number, bars: number): Targets {
  if (targets === undefined || !(targets.rebalance instanceof Uint8Array) || elementCount(targets.rebalance) !== bars) {
    throw new TypeError(`\`rebalance\` must be a Uint8Array of ${bars} elements, one per bar`);
  }
  checkColumns("weights", targets.weights, symbols, bars);
  if (targets.scores !== undefined) checkColumns("scores", targets.scores, symbols, bars);
  for (const column of targets.weights) {
    const wrong = targets.rebalance.findIndex((due, bar) => due === 1 && !Number.isFinite(column[bar]));
    if (wrong >= 0) throw new TypeError(`A weight at bar ${wrong} is ${column[wrong]}; it must be a finite number`);
  }
  return targets;
}

function checkColumns(name: string, columns: readonly Float64Array[], symbols: number, bars: number): void {
  if (columns.length !== symbols) {
    throw new TypeError(`\`${name}\` has ${columns.length} columns; there are ${symbols} symbols`);
  }
  if (columns.some((column) => !(column instanceof Float64Array) || elementCount(column) !== bars)) {
    throw new TypeError(`Each column of \`${name}\` must be a Float64Array of ${bars} elements, one per bar`);
  }
}

/** A panel of its own for the strategy, no part of which it can replace. */
export function toldPanel({ told, onColumn }: Untrusted): Panel {
  const panel = memberView(alignBars(told));
  for (const bars of panel.bars) transformBars(bars, (column) => (onColumn(column), column));
  for (const close of panel.closes) onColumn(close);
  for (const columns of Object.values(panel.extra)) for (const column of columns) onColumn(column);
  const bars = Object.freeze(panel.bars.map((own) => Object.freeze(own)));
  return Object.freeze({
    ...panel,
    symbols: Object.freeze([...panel.symbols]),
    bars,
    closes: Object.freeze(panel.closes),
    extra: Object.freeze(panel.extra),
  });
}

import type { Bars } from "../bars.ts";
import { type Account, openAccount } from "../fills/account.ts";
import { BARS, type CellStanding, forgetCell, IS_LOST } from "../extend/cell-standing.ts";
import { keepAccount, resumeAccount } from "../extend/resume-fills.ts";
import type { StrategyBars } from "../frames/strategy-bars.ts";
import { clearLedger, createLedger } from "../fills/ledger.ts";
import { blockReturns } from "../metrics/accumulators/block-returns.ts";
import { cellMetrics } from "../metrics/cell-metrics.ts";
import { type CurveSums, curveSums } from "../metrics/accumulators/curve-sums.ts";
import { type EquitySums, equitySums } from "../metrics/accumulators/equity-sums.ts";
import { ledgerEquity } from "../metrics/accumulators/ledger-equity.ts";
import { priceSums } from "../metrics/accumulators/price-sums.ts";
import { samplingOf } from "../metrics/sampling.ts";
import type { ExecutionProfile } from "../profiles/execution-profile.ts";
import { entryLimit } from "../risk/entry-limit.ts";
import type { BacktestSettings } from "../settings.ts";
import type { Indicators } from "../indicators/indicators.ts";
import type { Strategy, StrategyInput } from "../strategy.ts";
import { cashFlows } from "../trades/cash-flows.ts";
import { cellTrades } from "../trades/cell-trades.ts";
import { filledOrders } from "../trades/filled-orders.ts";
import { sumTrades } from "../trades/sum-trades.ts";
import { cellCurves } from "./cell-curves.ts";
import type { CellRunner } from "./cell-runner.ts";
import { termsOfCells } from "./cell-terms.ts";

/**
 * A way to trade one cell: lets a strategy act on an account that holds nothing yet.
 *
 * @param standing of an account that has traded some of the bars, and then of all; absent: nobody asks for it
 */
export type CellTrading = (account: Account, input: StrategyInput, standing?: CellStanding) => void;

export interface LedgerCells {
  readonly strategy: Strategy;
  readonly bars: Bars;
  readonly settings: BacktestSettings;
  /** That of the settings. */
  readonly profile: ExecutionProfile;
  /** The bars that the strategy sees; the same, or equal ones. */
  readonly told: StrategyBars;
  /** Over `told`. */
  readonly indicators: Indicators;
  /** Of the same strategy and settings, shared with other ranges of the cells; default: one of its own. */
  readonly terms?: ReturnType<typeof termsOfCells>;
  /** Whether drawdowns are among the metrics that anybody reads; default true. */
  readonly needsFalls?: boolean;
  /** How the next cell stands before it is traded, and after `stand` that which was traded last; absent: nobody asks for it. */
  readonly standing?: CellStanding | undefined;
}

/** Cells of a strategy on one symbol, whose fills are all in one ledger. */
export function ledgerCells(request: LedgerCells, tradeCell: CellTrading): CellRunner {
  const { strategy, bars, settings, profile, told, indicators, needsFalls = true, standing } = request;
  const { terms = termsOfCells(strategy, settings) } = request;
  const { conventions, setOwnMetrics } = profile;
  const { profile: name } = settings.execution;
  const { initialCapital } = settings;
  const { close } = bars;
  const ledger = createLedger();
  const prices = priceSums(close);
  const sampling = samplingOf(bars.time, settings);
  const { lastBars } = sampling;
  const { capitalIsPeak } = conventions;
  const whole = { ledger, initialCapital, capitalIsPeak };
  const origin = standing === undefined ? whole : { ...whole, standing };
  let account: Account | null = null;
  const dailySums = (days: Int32Array): CurveSums =>
    curveSums(ledgerEquity(ledger, close, initialCapital, days), initialCapital);

  /** Walks along all of it again, which is more than there is of a cell that was gone on with. */
  const sumsOfAll = (known: EquitySums, shift: number): EquitySums => {
    if (standing === undefined || standing[BARS] === 0) return equitySums(whole, prices, shift, false);
    standing[IS_LOST] = 1;
    return known;
  };

  return {
    trade(cell) {
      const { params, rules } = terms(cell);
      clearLedger(ledger);
      account = openAccount(rules, ledger, entryLimit(rules, close, ledger));
      if (standing !== undefined) {
        if (standing[BARS] === 0) forgetCell(standing, initialCapital, capitalIsPeak);
        resumeAccount(account, standing);
      }
      tradeCell(account, { bars: told, params, indicators, profile: name }, standing);
      return params;
    },

    measure(row) {
      const sums = equitySums(origin, prices, 0, needsFalls);
      const trades = sumTrades(ledger, bars, standing);
      const daily = lastBars === null ? null : dailySums(lastBars).around;
      const sumsAround = daily ?? ((shift: number) => sumsOfAll(sums, shift));
      const { count, perYear } = sampling;
      const returns = { count, perYear, sums: daily === null ? sums : daily(0), sumsAround };
      cellMetrics({ settings, time: bars.time, sums, trades, returns }, row);
      setOwnMetrics?.({ ledger, bars, settings, sampling }, sums, row);
    },

    sumBlocks(target) {
      if (lastBars === null) blockReturns(origin, prices, target);
      else dailySums(lastBars).blocks(target);
    },
    ...(standing !== undefined && {
      stand() {
        if (account !== null) keepAccount(account, close.length, standing);
      },
    }),
    returnCount: sampling.count,
    rejections: () => ledger.rejections,

    details: () => ({
      time: bars.time,
      ...cellCurves(ledger, close, initialCapital),
      trades: cellTrades(ledger, bars),
      orders: filledOrders(ledger, bars),
      cashFlows: cashFlows(ledger, bars),
      rejections: ledger.rejections.map((rejection) => ({ ...rejection, symbol: bars.symbol })),
    }),
  };
}

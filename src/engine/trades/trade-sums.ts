import type { Bars } from "../bars.ts";
import { fillBar, type Ledger } from "../fills/ledger.ts";
import { isPaired, pairedTradeSums } from "./paired-trade-sums.ts";
import { type RoundTrip, walkTrades } from "./walk-trades.ts";

/** What one walk along the trades of a cell adds up. Money in account currency, net of fees; fees are commissions and borrow costs. */
export interface TradeSums {
  closed: number;
  open: number;
  wins: number;
  wonMoney: number;
  losses: number;
  /** Positive. */
  lostMoney: number;
  closedPnl: number;
  /** Milliseconds between entry and exit, closed trades. */
  closedDurationMs: number;
  /** Fees of closed trades. */
  closedFees: number;
  /** Of all fills and carries. */
  fees: number;
  /** Fees, slippage and spread: what gross equity has more than net equity. */
  costs: number;
  /** Σ |units · price| over all fills. */
  notional: number;
}

export function tradeSums(ledger: Ledger, bars: Pick<Bars, "time">): TradeSums {
  return isPaired(ledger) ? pairedTradeSums(ledger, bars) : walkedTradeSums(ledger, bars);
}

/** Of any fills: positions may be built, reduced and turned around. */
export function walkedTradeSums(ledger: Ledger, bars: Pick<Bars, "time">): TradeSums {
  const sums: TradeSums = {
    closed: 0,
    open: 0,
    wins: 0,
    wonMoney: 0,
    losses: 0,
    lostMoney: 0,
    closedPnl: 0,
    closedDurationMs: 0,
    closedFees: 0,
    fees: 0,
    costs: 0,
    notional: 0,
  };
  for (let row = 0; row < ledger.count; row++) {
    const units = ledger.units[row] ?? Number.NaN;
    const price = ledger.price[row] ?? Number.NaN;
    const fee = ledger.fee[row] ?? Number.NaN;
    sums.fees += fee;
    sums.costs += fee + units * (price - (ledger.rawPrice[row] ?? Number.NaN));
    sums.notional += Math.abs(units) * price;
  }
  walkTrades(
    ledger,
    (trade) => addClosed(sums, trade, ledger, bars.time),
    () => sums.open++,
  );
  return sums;
}

/** Of several symbols together. */
export function addTradeSums(a: TradeSums, b: TradeSums): TradeSums {
  return {
    closed: a.closed + b.closed,
    open: a.open + b.open,
    wins: a.wins + b.wins,
    wonMoney: a.wonMoney + b.wonMoney,
    losses: a.losses + b.losses,
    lostMoney: a.lostMoney + b.lostMoney,
    closedPnl: a.closedPnl + b.closedPnl,
    closedDurationMs: a.closedDurationMs + b.closedDurationMs,
    closedFees: a.closedFees + b.closedFees,
    fees: a.fees + b.fees,
    costs: a.costs + b.costs,
    notional: a.notional + b.notional,
  };
}

function addClosed(sums: TradeSums, trade: RoundTrip, ledger: Ledger, time: Float64Array): void {
  const pnl = netPnl(trade, ledger.price[trade.exitRow] ?? Number.NaN);
  const exitBar = fillBar(ledger, trade.exitRow);
  sums.closed++;
  sums.closedPnl += pnl;
  sums.closedFees += chargesOf(trade);
  sums.closedDurationMs += (time[exitBar] ?? Number.NaN) - (time[trade.entryBar] ?? Number.NaN);
  if (pnl > 0) {
    sums.wins++;
    sums.wonMoney += pnl;
  } else if (pnl < 0) {
    sums.losses++;
    sums.lostMoney -= pnl;
  }
}

/** Gain of a trade left at `exitPrice`, with dividends, net of fees and borrow cost. */
export function netPnl(trade: RoundTrip, exitPrice: number): number {
  return trade.side * trade.units * (exitPrice - trade.entryPrice) - (chargesOf(trade) - trade.dividends);
}

function chargesOf({ entryFee, exitFee, borrowCost }: RoundTrip): number {
  return entryFee + exitFee + borrowCost;
}

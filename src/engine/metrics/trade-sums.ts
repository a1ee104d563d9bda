import type { Bars } from "../bars.ts";
import type { Ledger } from "../fills/ledger.ts";

/** What one walk along the trades of a cell adds up. Money in account currency, net of fees. */
export interface TradeSums {
  closed: number;
  open: number;
  wins: number;
  wonMoney: number;
  /** Positive. */
  lostMoney: number;
  losses: number;
  closedPnl: number;
  /** Milliseconds between entry and exit, closed trades. */
  closedDurationMs: number;
  /** Fees of closed trades. */
  closedFees: number;
  /** Fees of all fills. */
  fees: number;
  /** Fees, slippage and spread of all fills: what gross equity has more than net equity. */
  costs: number;
  /** Σ |units · price| over all fills. */
  notional: number;
}

export function tradeSums(ledger: Ledger, bars: Bars): TradeSums {
  const sums: TradeSums = {
    closed: ledger.count >> 1,
    open: ledger.count & 1,
    wins: 0,
    wonMoney: 0,
    lostMoney: 0,
    losses: 0,
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
    if (row % 2 === 1) addClosedTrade(sums, ledger, row - 1, bars.time);
  }
  return sums;
}

function addClosedTrade(sums: TradeSums, ledger: Ledger, entry: number, time: Float64Array): void {
  const fees = (ledger.fee[entry] ?? Number.NaN) + (ledger.fee[entry + 1] ?? Number.NaN);
  const pnl = tradePnl(ledger, entry, ledger.price[entry + 1] ?? Number.NaN) - fees;
  sums.closedPnl += pnl;
  sums.closedFees += fees;
  sums.closedDurationMs +=
    (time[ledger.bar[entry + 1] ?? 0] ?? Number.NaN) - (time[ledger.bar[entry] ?? 0] ?? Number.NaN);
  if (pnl > 0) {
    sums.wins++;
    sums.wonMoney += pnl;
  } else if (pnl < 0) {
    sums.losses++;
    sums.lostMoney -= pnl;
  }
}

/** Gain of the trade entered at row `entry` if it is left at `exitPrice`, before fees. */
export function tradePnl(ledger: Ledger, entry: number, exitPrice: number): number {
  return (ledger.units[entry] ?? Number.NaN) * (exitPrice - (ledger.price[entry] ?? Number.NaN));
}

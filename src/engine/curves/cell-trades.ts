import type { Bars } from "../bars.ts";
import type { Ledger } from "../fills/ledger.ts";
import { tradePnl } from "../metrics/trade-sums.ts";
import type { Trade } from "../trade.ts";

/** The trades of a ledger in order of entry; at most the last one is open. */
export function cellTrades(ledger: Ledger, bars: Bars): readonly Trade[] {
  const count = (ledger.count + 1) >> 1;
  return Array.from({ length: count }, (_, trade) => tradeAt(ledger, bars, trade));
}

function tradeAt(ledger: Ledger, bars: Bars, trade: number): Trade {
  const entry = 2 * trade;
  const open = entry + 1 >= ledger.count;
  const lastBar = bars.close.length - 1;
  const exitBar = open ? lastBar : at(ledger.bar, entry + 1);
  const exitPrice = open ? at(bars.close, lastBar) : at(ledger.price, entry + 1);
  const rawExitPrice = open ? exitPrice : at(ledger.rawPrice, entry + 1);
  const exitFee = open ? 0 : at(ledger.fee, entry + 1);
  const entryFee = at(ledger.fee, entry);
  const units = at(ledger.units, entry);
  const entryBar = at(ledger.bar, entry);
  const entryPrice = at(ledger.price, entry);
  const pnl = tradePnl(ledger, entry, exitPrice) - (entryFee + exitFee);
  return {
    side: units > 0 ? "long" : "short",
    open,
    entryBar,
    exitBar,
    entryTime: at(bars.time, entryBar),
    exitTime: at(bars.time, exitBar),
    entryPrice,
    exitPrice,
    units: Math.abs(units),
    entryFee,
    exitFee,
    pnl,
    grossPnl: units * (rawExitPrice - at(ledger.rawPrice, entry)),
    returnPct: pnl / (Math.abs(units) * entryPrice),
    reason: ledger.exitReasons[trade] ?? "end",
  };
}

function at(column: Float64Array | Int32Array, index: number): number {
  return column[index] ?? Number.NaN;
}

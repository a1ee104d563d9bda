import type { Bars } from "../bars.ts";
import { AT_CLOSE, AT_CLOSE_BEFORE, AT_OPEN, fillBar, type Ledger } from "../fills/ledger.ts";
import { EXIT_REASONS, type ExitReason, type Trade } from "../trade.ts";
import { netPnl } from "./round-trip.ts";
import { walkTrades } from "./walk-trades.ts";
import type { RoundTrip } from "./round-trip.ts";

/** The trades of a ledger in the order of their exits; what is held at the end comes last, valued at the last close. */
export function cellTrades(ledger: Ledger, bars: Bars): readonly Trade[] {
  const trades: Trade[] = [];
  const last = bars.close.length - 1;
  const price = bars.close[last] ?? Number.NaN;
  const atLastClose: Exit = { open: true, bar: last, moment: AT_CLOSE, price, rawPrice: price, reason: "end" };
  walkTrades(
    ledger,
    (trade) => trades.push(tradeOf(trade, bars, exitAt(ledger, trade.exitRow))),
    (trade) => trades.push(tradeOf(trade, bars, atLastClose)),
  );
  return trades;
}

function exitAt(ledger: Ledger, row: number): Exit {
  return {
    open: false,
    bar: fillBar(ledger, row),
    moment: ledger.moment[row] ?? 0,
    price: ledger.price[row] ?? Number.NaN,
    rawPrice: ledger.rawPrice[row] ?? Number.NaN,
    reason: EXIT_REASONS[ledger.reason[row] ?? 0] ?? "signal",
  };
}

interface Exit {
  readonly open: boolean;
  readonly bar: number;
  readonly moment: number;
  readonly price: number;
  readonly rawPrice: number;
  readonly reason: ExitReason;
}

function tradeOf(trip: RoundTrip, bars: Bars, exit: Exit): Trade {
  const pnl = netPnl(trip, exit.price);
  return {
    symbol: bars.symbol,
    side: trip.side > 0 ? "long" : "short",
    open: exit.open,
    entryBar: trip.entryBar,
    exitBar: exit.bar,
    entryTime: bars.time[trip.entryBar] ?? Number.NaN,
    exitTime: bars.time[exit.bar] ?? Number.NaN,
    entryPrice: trip.entryPrice,
    exitPrice: exit.price,
    units: trip.units,
    entryFee: trip.entryFee,
    exitFee: trip.exitFee,
    dividends: trip.dividends,
    borrowCost: trip.borrowCost,
    pnl,
    grossPnl: trip.side * trip.units * (exit.rawPrice - trip.rawEntryPrice) + trip.dividends,
    returnPct: pnl / (trip.units * trip.entryPrice),
    ...excursions(trip, bars, exit),
    reason: exit.reason,
  };
}

/** Over entry and exit, and the bars held from open to close: with the entry's when filled at its open, with the exit's at its close. Bars that the symbol lacks (NaN) tell nothing. */
function excursions(trip: RoundTrip, bars: Bars, exit: Exit): { readonly mae: number; readonly mfe: number } {
  let lowest = Math.min(trip.entryPrice, exit.price);
  let highest = Math.max(trip.entryPrice, exit.price);
  const from = trip.entryMoment === AT_OPEN ? trip.entryBar : trip.entryBar + 1;
  const isAtClose = exit.moment === AT_CLOSE || exit.moment === AT_CLOSE_BEFORE;
  const to = isAtClose ? exit.bar + 1 : exit.bar;
  for (let bar = from; bar < to; bar++) {
    const low = bars.low[bar] ?? Number.NaN;
    const high = bars.high[bar] ?? Number.NaN;
    if (low < lowest) lowest = low;
    if (high > highest) highest = high;
  }
  const fall = 1 - lowest / trip.entryPrice;
  const rise = highest / trip.entryPrice - 1;
  return trip.side > 0 ? { mae: fall, mfe: rise } : { mae: rise, mfe: fall };
}

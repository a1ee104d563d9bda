import type { Bars } from "../bars.ts";
import { type CellStanding, TRADES } from "../extend/cell-standing.ts";
import { fillBar, type Ledger } from "../fills/ledger.ts";
import { chargesOf, netPnl, type RoundTrip } from "./round-trip.ts";
import { noTrades, TRADE_SUMS, type TradeSums } from "./trade-sums.ts";
import { walkTrades } from "./walk-trades.ts";

/**
 * Of any fills: positions may be built, reduced and turned around.
 *
 * @param standing what the fills before these came to, and then all of them; absent: there were none
 */
export function walkedTradeSums(ledger: Ledger, bars: Pick<Bars, "time">, standing?: CellStanding): TradeSums {
  const sums = noTrades();
  if (standing !== undefined)
    for (const [place, name] of TRADE_SUMS.entries()) sums[name] = standing[TRADES + place] ?? 0;
  for (let row = 0; row < ledger.count; row++) {
    const units = ledger.units[row] ?? Number.NaN;
    const price = ledger.price[row] ?? Number.NaN;
    const fee = ledger.fee[row] ?? Number.NaN;
    sums.fees += fee;
    sums.costs += fee + units * (price - (ledger.rawPrice[row] ?? Number.NaN));
    sums.notional += Math.abs(units) * price;
  }
  // One that is open now may have been open before.
  sums.open = 0;
  walkTrades(
    ledger,
    (trade) => addClosed(sums, trade, ledger, bars.time),
    () => sums.open++,
    standing,
  );
  if (standing !== undefined) for (const [place, name] of TRADE_SUMS.entries()) standing[TRADES + place] = sums[name];
  return sums;
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

import type { Bars } from "../bars.ts";
import { type CellStanding, TRADES } from "../extend/cell-standing.ts";
import { fillBar, type Ledger } from "../fills/ledger.ts";
import { chargesOf, netPnl, type RoundTrip } from "./round-trip.ts";
import { noTrades, type TradeSums } from "./trade-sums.ts";
import { walkTrades } from "./walk-trades.ts";

/**
 * Of any fills: positions may be built, reduced and turned around.
 *
 * @param standing what the fills before these came to, and then all of them; absent: there were none
 */
export function walkedTradeSums(ledger: Ledger, bars: Pick<Bars, "time">, standing?: CellStanding): TradeSums {
  const sums = standing === undefined ? noTrades() : tradesBefore(standing);
  if (standing !== undefined && ledger.count === 0) return sums;
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
  if (standing !== undefined) keepTrades(sums, standing);
  return sums;
}

/** Field by field, as the next one: names that are looked up cost more than all else of a cell that has not traded. */
function tradesBefore(standing: CellStanding): TradeSums {
  return {
    closed: standing[TRADES] ?? 0,
    open: standing[TRADES + 1] ?? 0,
    wins: standing[TRADES + 2] ?? 0,
    wonMoney: standing[TRADES + 3] ?? 0,
    losses: standing[TRADES + 4] ?? 0,
    lostMoney: standing[TRADES + 5] ?? 0,
    closedPnl: standing[TRADES + 6] ?? 0,
    closedDurationMs: standing[TRADES + 7] ?? 0,
    closedFees: standing[TRADES + 8] ?? 0,
    fees: standing[TRADES + 9] ?? 0,
    costs: standing[TRADES + 10] ?? 0,
    notional: standing[TRADES + 11] ?? 0,
  };
}

function keepTrades(sums: TradeSums, standing: CellStanding): void {
  standing[TRADES] = sums.closed;
  standing[TRADES + 1] = sums.open;
  standing[TRADES + 2] = sums.wins;
  standing[TRADES + 3] = sums.wonMoney;
  standing[TRADES + 4] = sums.losses;
  standing[TRADES + 5] = sums.lostMoney;
  standing[TRADES + 6] = sums.closedPnl;
  standing[TRADES + 7] = sums.closedDurationMs;
  standing[TRADES + 8] = sums.closedFees;
  standing[TRADES + 9] = sums.fees;
  standing[TRADES + 10] = sums.costs;
  standing[TRADES + 11] = sums.notional;
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

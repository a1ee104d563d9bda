import type { Bars } from "../bars.ts";
import { AT_CLOSE_BEFORE, type Ledger } from "../fills/ledger.ts";
import type { TradeSums } from "./trade-sums.ts";

/**
 * Whether the fills come in pairs, one that opens a position and one that closes all of it, each at the bar that it is booked
 * at. The last may be alone.
 */
export function isPaired({ position, count, moment, matches }: Ledger): boolean {
  if (matches !== null || moment[0] === AT_CLOSE_BEFORE) return false;
  for (let row = 0; row < count; row++) {
    if ((position[row] === 0) !== (row % 2 === 1)) return false;
  }
  return true;
}

/** `walkedTradeSums` of fills that come in pairs: the same sums in the same order, in two thirds of the time. */
export function pairedTradeSums(ledger: Ledger, { time }: Pick<Bars, "time">): TradeSums {
  const { count, bar, units, price, rawPrice, fee, position } = ledger;
  let wins = 0;
  let wonMoney = 0;
  let losses = 0;
  let lostMoney = 0;
  let closedPnl = 0;
  let closedDurationMs = 0;
  let closedFees = 0;
  let fees = 0;
  let costs = 0;
  let notional = 0;
  let heldUnits = 0;
  let entryPrice = 0;
  let entryFee = 0;
  let entryTime = 0;
  for (let row = 0; row < count; row++) {
    const rowUnits = units[row] ?? Number.NaN;
    const rowPrice = price[row] ?? Number.NaN;
    const rowFee = fee[row] ?? Number.NaN;
    const rowTime = time[bar[row] ?? 0] ?? Number.NaN;
    fees += rowFee;
    costs += rowFee + rowUnits * (rowPrice - (rawPrice[row] ?? Number.NaN));
    notional += Math.abs(rowUnits) * rowPrice;
    if (row % 2 === 0) {
      heldUnits = position[row] ?? Number.NaN;
      entryPrice = rowPrice;
      entryFee = rowFee;
      entryTime = rowTime;
      continue;
    }
    const pnl = heldUnits * (rowPrice - entryPrice) - (entryFee + rowFee);
    closedPnl += pnl;
    closedFees += entryFee + rowFee;
    closedDurationMs += rowTime - entryTime;
    if (pnl > 0) {
      wins++;
      wonMoney += pnl;
    } else if (pnl < 0) {
      losses++;
      lostMoney -= pnl;
    }
  }
  return {
    closed: count >> 1,
    open: count % 2,
    wins,
    wonMoney,
    losses,
    lostMoney,
    closedPnl,
    closedDurationMs,
    closedFees,
    fees,
    costs,
    notional,
  };
}

import {
  UNITS,
  type CellStanding,
  TRIP_BAR,
  TRIP_BORROW_COST,
  TRIP_DIVIDENDS,
  TRIP_FEE,
  TRIP_PRICE,
  TRIP_UNITS,
} from "../extend/cell-standing.ts";
import { fillBar, isCarry, type Ledger } from "../fills/ledger.ts";
import type { RoundTrip } from "./round-trip.ts";
import { walkMatchedTrades } from "./walk-matched-trades.ts";

/**
 * Pairs the fills of a ledger into trades. Each fill that reduces the position closes one trade, with its share of the
 * entry fees and of what the position brought and cost so far; a fill that turns the position around closes one trade
 * and opens the next, and its fee is split by units. A ledger that says itself which trade a fill closes is believed.
 * The object handed to `visit` is reused: copy what is to be kept.
 *
 * @param visitOpen is shown what is still held after the last fill (`exitRow` is −1)
 * @param standing has the trade that was open before the first fill, and then that which is open in the end; absent: none was
 */
export function walkTrades(
  ledger: Ledger,
  visit: (trade: RoundTrip) => void,
  visitOpen: (trade: RoundTrip) => void,
  standing?: CellStanding,
): void {
  if (ledger.matches !== null) {
    walkMatchedTrades(ledger, ledger.matches, visit, visitOpen);
    return;
  }
  const open = emptyTrip();
  const closed = emptyTrip();
  let held = standing === undefined ? 0 : resumeTrip(open, standing);
  for (let row = 0; row < ledger.count; row++) {
    const after = ledger.position[row] ?? Number.NaN;
    const fee = ledger.fee[row] ?? Number.NaN;
    if (held === 0) {
      start(open, ledger, row, fee);
    } else if (after === 0) {
      open.exitRow = row;
      open.exitFee = fee;
      visit(open);
    } else if (held * after < 0) {
      open.exitRow = row;
      open.exitFee = (fee * open.units) / Math.abs(ledger.units[row] ?? Number.NaN);
      visit(open);
      start(open, ledger, row, fee - open.exitFee);
    } else if (Math.abs(after) < Math.abs(held)) {
      split(open, closed, Math.abs(held) - Math.abs(after));
      closed.exitRow = row;
      closed.exitFee = fee;
      visit(closed);
    } else if (isCarry(ledger, row)) {
      open.dividends += after * (ledger.price[row] ?? Number.NaN);
      open.borrowCost += fee;
    } else {
      add(open, ledger, row);
    }
    held = after;
  }
  if (standing !== undefined) keepTrip(open, standing);
  if (held === 0) return;
  open.exitRow = -1;
  open.exitFee = 0;
  visitOpen(open);
}

function emptyTrip(): RoundTrip {
  return {
    side: 1,
    units: 0,
    entryBar: 0,
    entryMoment: 0,
    entryPrice: 0,
    rawEntryPrice: 0,
    entryFee: 0,
    dividends: 0,
    borrowCost: 0,
    exitRow: -1,
    exitFee: 0,
  };
}

/** @returns the units that are held */
function resumeTrip(open: RoundTrip, standing: CellStanding): number {
  const held = standing[UNITS] ?? 0;
  open.side = held > 0 ? 1 : -1;
  open.units = standing[TRIP_UNITS] ?? 0;
  open.entryBar = standing[TRIP_BAR] ?? 0;
  open.entryPrice = standing[TRIP_PRICE] ?? 0;
  open.entryFee = standing[TRIP_FEE] ?? 0;
  open.dividends = standing[TRIP_DIVIDENDS] ?? 0;
  open.borrowCost = standing[TRIP_BORROW_COST] ?? 0;
  return held;
}

/** Without the price before slippage, which no sum is made of. */
function keepTrip(open: RoundTrip, standing: CellStanding): void {
  standing[TRIP_UNITS] = open.units;
  standing[TRIP_BAR] = open.entryBar;
  standing[TRIP_PRICE] = open.entryPrice;
  standing[TRIP_FEE] = open.entryFee;
  standing[TRIP_DIVIDENDS] = open.dividends;
  standing[TRIP_BORROW_COST] = open.borrowCost;
}

function start(open: RoundTrip, ledger: Ledger, row: number, fee: number): void {
  const position = ledger.position[row] ?? Number.NaN;
  open.side = position > 0 ? 1 : -1;
  open.units = Math.abs(position);
  open.entryBar = fillBar(ledger, row);
  open.entryMoment = ledger.moment[row] ?? 0;
  open.entryPrice = ledger.price[row] ?? Number.NaN;
  open.rawEntryPrice = ledger.rawPrice[row] ?? Number.NaN;
  open.entryFee = fee;
  open.dividends = 0;
  open.borrowCost = 0;
}

function add(open: RoundTrip, ledger: Ledger, row: number): void {
  const units = Math.abs(ledger.position[row] ?? Number.NaN);
  const share = (units - open.units) / units;
  open.entryPrice += share * ((ledger.price[row] ?? Number.NaN) - open.entryPrice);
  open.rawEntryPrice += share * ((ledger.rawPrice[row] ?? Number.NaN) - open.rawEntryPrice);
  open.entryFee += ledger.fee[row] ?? Number.NaN;
  open.units = units;
}

/** Moves `units` of the open position, with their share of its entry fees and cash flows, into `closed`. */
function split(open: RoundTrip, closed: RoundTrip, units: number): void {
  const share = units / open.units;
  closed.side = open.side;
  closed.units = units;
  closed.entryBar = open.entryBar;
  closed.entryMoment = open.entryMoment;
  closed.entryPrice = open.entryPrice;
  closed.rawEntryPrice = open.rawEntryPrice;
  closed.entryFee = open.entryFee * share;
  closed.dividends = open.dividends * share;
  closed.borrowCost = open.borrowCost * share;
  open.units -= units;
  open.entryFee -= closed.entryFee;
  open.dividends -= closed.dividends;
  open.borrowCost -= closed.borrowCost;
}

import { fillBar, type Ledger, type FillMatches } from "../fills/ledger.ts";
import type { RoundTrip } from "./round-trip.ts";

/**
 * `walkTrades` for a ledger that says which trade each fill closes, of a profile without dividends and borrow costs. What is
 * still held comes in the order of its entries.
 */
export function walkMatchedTrades(
  ledger: Ledger,
  matches: FillMatches,
  visit: (trade: RoundTrip) => void,
  visitOpen: (trade: RoundTrip) => void,
): void {
  const open = new Map<number, number>();
  for (let row = 0; row < ledger.count; row++) {
    const entryRow = matches.entryRow[row] ?? row;
    const unitsLeft = matches.unitsLeft[row] ?? 0;
    if (unitsLeft > 0) open.set(entryRow, unitsLeft);
    else open.delete(entryRow);
    if (entryRow === row) continue;
    visit({
      ...entryOf(ledger, entryRow),
      units: Math.abs(ledger.units[row] ?? Number.NaN),
      entryFee: matches.entryFee[row] ?? Number.NaN,
      exitRow: row,
      exitFee: ledger.fee[row] ?? Number.NaN,
    });
  }
  for (const [row, units] of open) {
    const share = units / Math.abs(ledger.units[row] ?? Number.NaN);
    const entryFee = (ledger.fee[row] ?? Number.NaN) * share;
    visitOpen({ ...entryOf(ledger, row), units, entryFee, exitRow: -1, exitFee: 0 });
  }
}

function entryOf(ledger: Ledger, row: number): Omit<RoundTrip, "units" | "entryFee" | "exitRow" | "exitFee"> {
  return {
    side: (ledger.units[row] ?? 0) > 0 ? 1 : -1,
    entryBar: fillBar(ledger, row),
    entryMoment: ledger.moment[row] ?? 0,
    entryPrice: ledger.price[row] ?? Number.NaN,
    rawEntryPrice: ledger.rawPrice[row] ?? Number.NaN,
    dividends: 0,
    borrowCost: 0,
  };
}

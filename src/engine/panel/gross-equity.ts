import type { PanelBook } from "./panel-book.ts";

/** The equity of a book with all costs of the fills so far added back, per bar. */
export function grossOf({ equity, accounts }: PanelBook): Float64Array {
  const gross = equity.slice();
  for (const { ledger } of accounts) {
    let costs = 0;
    let row = 0;
    for (let bar = 0; bar < gross.length; bar++) {
      for (; row < ledger.count && ledger.bar[row] === bar; row++) {
        const slip = (ledger.price[row] ?? Number.NaN) - (ledger.rawPrice[row] ?? Number.NaN);
        costs += (ledger.fee[row] ?? Number.NaN) + (ledger.units[row] ?? Number.NaN) * slip;
      }
      gross[bar] = (gross[bar] ?? Number.NaN) + costs;
    }
  }
  return gross;
}

import { type AT_CLOSE, AT_OPEN } from "../fills/ledger.ts";
import { fillInBook, type PanelBook } from "./panel-book.ts";

/**
 * Turns what is held of delisted symbols into cash, without costs: in the first bar of the panel after the last one of the symbol,
 * before anything else, or at the close of that one when there is none after it.
 */
export function settleDelisted(book: PanelBook, bar: number, moment: typeof AT_OPEN | typeof AT_CLOSE): void {
  const past = moment === AT_OPEN ? bar - 1 : bar;
  for (const [asset, delisting] of book.delistings.entries()) {
    const units = book.accounts[asset]?.units ?? 0;
    if (delisting === null || units === 0 || delisting.bar > past) continue;
    fillInBook(book, asset, { bar, units: -units, rawPrice: delisting.price, reason: "delisted", moment });
  }
}

import type { Bars } from "../bars.ts";
import { delistingOf } from "./delisting.ts";
import { type Account, recordFill } from "./account.ts";
import { AT_CLOSE } from "./ledger.ts";

/**
 * Turns what is held at the close of the last bar of a delisted symbol into cash: 1 + its delisting return times that close, without
 * costs, since nobody trades. The profiles of libraries, which know no dividends, know no delisting either.
 */
export function settleDelisting(account: Account, bars: Bars): void {
  const { rules, units, order } = account;
  const delisting = rules.traits.paysDividends ? delistingOf(rules.delistings, bars) : null;
  if (units === 0 || delisting === null) return;
  const last = bars.close.length - 1;
  const price = (bars.close[last] ?? Number.NaN) * (1 + delisting.return);
  account.cash += units * price;
  account.units = 0;
  Object.assign(order, {
    bar: last,
    units: -units,
    price,
    rawPrice: price,
    fee: 0,
    reason: "delisted",
    moment: AT_CLOSE,
  });
  recordFill(account);
}

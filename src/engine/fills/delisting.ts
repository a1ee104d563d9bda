import type { Bars } from "../bars.ts";
import type { BacktestSettings } from "../settings.ts";
import { type Account, recordFill } from "./account.ts";
import { AT_CLOSE } from "./ledger.ts";

/** What the units of a symbol bring once it is traded no more. */
export interface Delisting {
  readonly symbol: string;
  /** Milliseconds UTC, start of its last bar. Bars that end before it are not the end of the symbol. */
  readonly time: number;
  /** As a fraction of the last close less 1, as CRSP's: −0.3 brings 70 % of it, −1 nothing. */
  readonly return: number;
}

/** Of a symbol whose bars reach its end; null when they do not, or nobody said what it brings. */
export function delistingOf(
  delistings: NonNullable<BacktestSettings["delistings"]>,
  { symbol, time }: Pick<Bars, "symbol" | "time">,
): Delisting | null {
  const own = delistings.find((one) => one.symbol === symbol);
  return own !== undefined && time.at(-1) === own.time ? own : null;
}

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

import { type Account, openAccount, recordFill } from "../fills/account.ts";
import { type CarriedBars, carryInto, hasCarry } from "../fills/carry.ts";
import { AT_CLOSE, AT_OPEN, createLedger, INSIDE } from "../fills/ledger.ts";
import { commission, filledPrice } from "../orders/order-costs.ts";
import { stopHit, type StopWatch, watchFrom } from "../fills/stops.ts";
import type { TradingRules } from "../fills/trading-rules.ts";
import type { ExitReason } from "../trade.ts";
import { memberAt } from "./member-view.ts";
import type { Panel } from "./panel.ts";
import { type PanelDelisting, panelDelistings } from "./panel-delistings.ts";

/** One cash account over all symbols of a panel. */
export interface PanelBook {
  readonly rules: TradingRules;
  readonly panel: Panel;
  cash: number;
  /** Per symbol; the `cash` of each is the book's at its last fill. */
  readonly accounts: readonly Account[];
  /** Per symbol, per bar: 1 where it is in the universe; null: it always is. */
  readonly members: readonly (Float64Array | null)[];
  readonly delistings: readonly (PanelDelisting | null)[];
  readonly watches: (StopWatch | null)[];
  /** Per symbol; empty when holding positions brings and costs nothing. */
  readonly carried: readonly CarriedBars[];
  /** Per bar, after its close. */
  readonly equity: Float64Array;
  /** Per bar: Σ |units · close| ÷ equity. */
  readonly exposure: Float64Array;
}

export function openBook(rules: TradingRules, panel: Panel): PanelBook {
  return {
    rules,
    panel,
    cash: rules.initialCapital,
    accounts: panel.symbols.map(() => openAccount(rules, createLedger())),
    members: panel.bars.map(memberAt),
    delistings: panelDelistings(rules, panel),
    watches: panel.symbols.map(() => null),
    carried: carriedBars(rules, panel),
    equity: new Float64Array(panel.time.length),
    exposure: new Float64Array(panel.time.length),
  };
}

/** A position is carried at its last known close while its symbol has no bar. */
function carriedBars(rules: TradingRules, { bars, closes }: Panel): readonly CarriedBars[] {
  if (!bars.some((own) => hasCarry(rules, own, true))) return [];
  return bars.map((own, asset) => ({ ...own, close: closes[asset] ?? own.close }));
}

export interface PanelOrder {
  readonly bar: number;
  /** Change of the position, signed. */
  readonly units: number;
  readonly rawPrice: number;
  readonly reason: ExitReason;
  /** AT_OPEN, INSIDE or AT_CLOSE. */
  readonly moment: number;
}

/** Fills an order in full: the book's cash may become negative by the costs of closing a short position. */
export function fillInBook(book: PanelBook, asset: number, order: PanelOrder): void {
  const account = book.accounts[asset];
  if (account === undefined || order.units === 0) return;
  const before = account.units;
  const isOwnPrice = order.reason === "take_profit" || order.reason === "delisted";
  const price = isOwnPrice ? order.rawPrice : filledPrice(book.rules, order.rawPrice, order.units > 0);
  const fee = order.reason === "delisted" ? 0 : commission(book.rules, order.units, price);
  book.cash -= order.units * price + fee;
  account.cash = book.cash;
  account.units = Math.abs(before + order.units) < DUST * Math.abs(before) ? 0 : before + order.units;
  Object.assign(account.order, order, { price, fee });
  recordFill(account);
  watchStops(book, asset, before, price);
}

/** What is left of a position by rounding errors alone is nothing. */
const DUST = 1e-12;

/** Stops hang on the average entry price; adding to a position moves it. */
function watchStops(book: PanelBook, asset: number, before: number, price: number): void {
  const after = book.accounts[asset]?.units ?? 0;
  const old = book.watches[asset] ?? null;
  const { stops } = book.rules;
  if (stops === null || after === 0) {
    book.watches[asset] = null;
  } else if (old === null || before * after <= 0) {
    book.watches[asset] = watchFrom(stops, after > 0 ? 1 : -1, price);
  } else if (Math.abs(after) > Math.abs(before)) {
    const basis = old.basis + ((price - old.basis) * (after - before)) / after;
    book.watches[asset] = { ...watchFrom(stops, old.side, basis), best: old.best };
  }
}

/** Dividends and borrow costs of everything that is held into a bar. */
export function carryAll(book: PanelBook, bar: number): void {
  for (const [asset, bars] of book.carried.entries()) {
    const account = book.accounts[asset];
    if (account === undefined) continue;
    account.cash = book.cash;
    carryInto(account, bars, bar);
    book.cash = account.cash;
  }
}

/** Whether a symbol may be traded at a bar. */
export function isMember({ members }: Pick<PanelBook, "members">, asset: number, bar: number): boolean {
  const mask = members[asset] ?? null;
  return mask === null || mask[bar] === 1;
}

/** Sells at its open what has left the universe, by the first bar of the symbol that is outside. */
export function closeLeft(book: PanelBook, bar: number): void {
  for (const [asset, { units }] of book.accounts.entries()) {
    if (units === 0 || isMember(book, asset, bar)) continue;
    const rawPrice = book.panel.bars[asset]?.open[bar] ?? Number.NaN;
    if (Number.isNaN(rawPrice)) continue;
    fillInBook(book, asset, { bar, units: -units, rawPrice, reason: "left_universe", moment: AT_OPEN });
  }
}

/** Stops and holding limits of one bar. Symbols without a bar wait. */
export function closeByBar(book: PanelBook, bar: number): void {
  const { rules, panel, accounts } = book;
  for (const [asset, account] of accounts.entries()) {
    const bars = panel.bars[asset];
    if (account.units === 0 || bars === undefined || Number.isNaN(bars.close[bar] ?? Number.NaN)) continue;
    const units = -account.units;
    const open = bars.open[bar] ?? Number.NaN;
    const isOld = bar >= account.entryBar + rules.maxHolding;
    if (isOld && !rules.fillAtClose) {
      fillInBook(book, asset, { bar, units, rawPrice: open, reason: "max_holding", moment: AT_OPEN });
      continue;
    }
    const watch = book.watches[asset] ?? null;
    const hit = watch === null || bar === account.entryBar ? null : stopHit(watch, rules.stopOrder, bars, bar);
    if (hit !== null) {
      const moment = hit.price === open ? AT_OPEN : INSIDE;
      fillInBook(book, asset, { bar, units, rawPrice: hit.price, reason: hit.reason, moment });
    } else if (isOld) {
      const rawPrice = bars.close[bar] ?? Number.NaN;
      fillInBook(book, asset, { bar, units, rawPrice, reason: "max_holding", moment: AT_CLOSE });
    }
  }
}

/** Closes every position at its last known close. */
export function closeAll(book: PanelBook, bar: number, reason: ExitReason): void {
  for (const [asset, account] of book.accounts.entries()) {
    const rawPrice = book.panel.closes[asset]?.[bar] ?? Number.NaN;
    fillInBook(book, asset, { bar, units: -account.units, rawPrice, reason, moment: AT_CLOSE });
  }
}

/** Cash and all positions, at the given price per symbol. */
export function bookValue(book: PanelBook, priceOf: (asset: number) => number): number {
  let value = book.cash;
  for (const [asset, { units }] of book.accounts.entries()) if (units !== 0) value += units * priceOf(asset);
  return value;
}

/** Writes equity and exposure after the close of a bar; returns the equity. */
export function closeBar(book: PanelBook, bar: number): number {
  const closeOf = (asset: number): number => book.panel.closes[asset]?.[bar] ?? Number.NaN;
  const equity = bookValue(book, closeOf);
  let gross = 0;
  for (const [asset, { units }] of book.accounts.entries()) if (units !== 0) gross += Math.abs(units) * closeOf(asset);
  book.equity[bar] = equity;
  book.exposure[bar] = gross === 0 ? 0 : gross / equity;
  return equity;
}

import { entryRefusal } from "../fills/account.ts";
import { AT_CLOSE, AT_OPEN } from "../fills/ledger.ts";
import { affordableUnits, commission, filledPrice } from "../orders/order-costs.ts";
import { limitWeights } from "../risk/limit-weights.ts";
import type { Targets } from "../strategy.ts";
import {
  bookValue,
  carryAll,
  closeAll,
  closeBar,
  closeByBar,
  closeLeft,
  fillInBook,
  isMember,
  type PanelBook,
  type PanelOrder,
} from "./panel-book.ts";
import { settleDelisted } from "./settle-delisted.ts";
import {
  dropOrders,
  expireOrders,
  giveOrders,
  hasWaitingSale,
  noOrders,
  readyOrders,
  type WaitingOrders,
} from "./waiting-orders.ts";

/**
 * Trades target weights on one account. Weights known at the close of bar t are set `delay` bars later at the open
 * (or at the close of t): what is sold first, and where the cash does not cover what is to be bought, every purchase
 * is cut by the same share. The order of a symbol without a bar waits for its next one, and purchases that lack the
 * money of a sale that waits are completed after it; the next rebalance takes the place of both. What is held of a delisted symbol becomes cash first of all;
 * dividends and borrow costs come before the fills of their bar. Stops, holding limit and
 * cooldown work per position, as in the native profile. An account worth 0 or less at a close is closed there, and
 * trading ends.
 */
export function tradePanel(book: PanelBook, targets: Targets): void {
  const { rules, panel } = book;
  const last = panel.time.length - 1;
  const waiting = noOrders(panel);
  let isRuined = false;
  for (let bar = 0; bar <= last; bar++) {
    settleDelisted(book, bar, AT_OPEN);
    carryAll(book, bar);
    closeLeft(book, bar);
    const signalBar = bar - rules.delay;
    if (rules.fillAtClose) closeByBar(book, bar);
    if (!isRuined) {
      if (targets.rebalance[signalBar] === 1) giveOrders(waiting, weightsAt(book, targets, signalBar, bar), bar);
      fillReady(book, waiting, bar);
    }
    if (!rules.fillAtClose) closeByBar(book, bar);
    expireOrders(book, waiting, bar, bar === last);
    if (bar === last) settleDelisted(book, bar, AT_CLOSE);
    if (rules.closeAtEnd && bar === last) closeAll(book, bar, "end");
    if (closeBar(book, bar) <= 0 && !isRuined) {
      closeAll(book, bar, "bankrupt");
      closeBar(book, bar);
      dropOrders(waiting);
      isRuined = true;
    }
  }
}

/** What each symbol is to have of the equity, within the risk limits. */
function weightsAt(book: PanelBook, targets: Targets, signalBar: number, bar: number): Float64Array {
  const { rules, panel, accounts } = book;
  const weights = Float64Array.from(targets.weights, (column) => (column[signalBar] ?? 0) * rules.positionSize);
  for (const [asset, weight] of weights.entries()) {
    if (weight === 0 || isMember(book, asset, signalBar)) continue;
    weights[asset] = 0;
    accounts[asset]?.ledger.rejections.push({ bar, order: "entry", reason: "not_member" });
  }
  limitWeights(rules, panel.closes, weights, {
    bar: signalBar,
    note: (asset, reason) => accounts[Math.max(0, asset)]?.ledger.rejections.push({ bar, order: "entry", reason }),
  });
  return weights;
}

/** Fills the orders of all symbols that have a bar. */
function fillReady(book: PanelBook, waiting: WaitingOrders, bar: number): void {
  const { rules, panel, accounts } = book;
  if (waiting.orders.every((order) => order === null)) return;
  const prices = panel.bars.map((bars) => (rules.fillAtClose ? bars.close : bars.open)[bar] ?? Number.NaN);
  const ready = readyOrders(waiting, prices);
  if (ready.length === 0) return;
  const knownBar = rules.fillAtClose ? bar : bar - 1;
  const priceOf = (asset: number): number => {
    const price = prices[asset] ?? Number.NaN;
    return Number.isNaN(price) ? (panel.closes[asset]?.[knownBar] ?? Number.NaN) : price;
  };
  const equity = bookValue(book, priceOf);
  const changes = accounts.map(() => 0);
  for (const asset of ready) {
    const value = (waiting.orders[asset]?.weight ?? 0) * equity;
    changes[asset] = allowedChange(book, asset, { bar, price: prices[asset] ?? Number.NaN, value });
  }
  for (const [asset, units] of changes.entries()) {
    if (units < 0) fillInBook(book, asset, signalOrder(book, units, prices[asset] ?? Number.NaN, bar));
  }
  const orders = ready.map((asset) => waiting.orders[asset]);
  for (const asset of ready) waiting.orders[asset] = null;
  const shareOf = (asset: number): number => ((accounts[asset]?.units ?? 0) * priceOf(asset)) / equity;
  const canWait = hasWaitingSale(waiting, book, shareOf);
  const cut = buy(book, { changes, prices, bar, canWait });
  if (!canWait) return;
  for (const [place, asset] of ready.entries()) {
    const order = orders[place];
    if (order && cut.has(asset)) waiting.orders[asset] = { ...order, waitsFor: "cash" };
  }
}

/** From the position held to one of the wanted value, or 0 where the order is refused. */
function allowedChange(
  book: PanelBook,
  asset: number,
  wanted: { readonly bar: number; readonly price: number; readonly value: number },
): number {
  const { rules, accounts } = book;
  const account = accounts[asset];
  if (account === undefined || (wanted.value === 0 && account.units === 0)) return 0;
  const change = wholeLots(rules.lotSize, wanted.value / wanted.price) - account.units;
  if (Math.abs(change) <= UNCHANGED * Math.abs(account.units)) return 0;
  const refusal = isMember(book, asset, wanted.bar) ? entryRefusal(account, wanted.bar) : "not_member";
  if (refusal === null || (refusal === "cooldown" && account.units !== 0)) return change;
  const order = Math.sign(wanted.value) * account.units < 0 || wanted.value === 0 ? "exit" : "entry";
  account.ledger.rejections.push({ bar: wanted.bar, order, reason: refusal });
  return 0;
}

/** A position that a rebalance would change by less than this share is left alone. */
const UNCHANGED = 1e-9;

interface Purchases {
  readonly changes: readonly number[];
  readonly prices: readonly number[];
  readonly bar: number;
  /** Whether money is still to come, so that what is not bought now is not refused yet. */
  readonly canWait: boolean;
}

/** Buys what the cash covers; every purchase is cut by the same share when it does not. @returns what was cut */
function buy(book: PanelBook, { changes, prices, bar, canWait }: Purchases): ReadonlySet<number> {
  const { rules } = book;
  const costs = changes.map((units, asset) => {
    if (units <= 0) return 0;
    const price = filledPrice(rules, prices[asset] ?? Number.NaN, true);
    return units * price + commission(rules, units, price);
  });
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const cash = Math.max(0, book.cash);
  const cut = new Set<number>();
  for (const [asset, wanted] of changes.entries()) {
    if (wanted <= 0) continue;
    const rawPrice = prices[asset] ?? Number.NaN;
    const price = filledPrice(rules, rawPrice, true);
    const budget = (cash * (costs[asset] ?? 0)) / total;
    const units = total <= cash ? wanted : Math.min(wanted, affordableUnits(rules, budget, price));
    if (units < wanted) cut.add(asset);
    if (units > 0) fillInBook(book, asset, signalOrder(book, units, rawPrice, bar));
    else if (!canWait) book.accounts[asset]?.ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
  }
  return cut;
}

function signalOrder({ rules }: PanelBook, units: number, rawPrice: number, bar: number): PanelOrder {
  return { bar, units, rawPrice, reason: "signal", moment: rules.fillAtClose ? AT_CLOSE : AT_OPEN };
}

function wholeLots(lotSize: number, units: number): number {
  return lotSize === 0 ? units : Math.trunc(units / lotSize + Math.sign(units) * 1e-9) * lotSize;
}

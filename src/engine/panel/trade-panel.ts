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
  fillInBook,
  type PanelBook,
  type PanelOrder,
} from "./panel-book.ts";

/**
 * Trades target weights on one account. Weights known at the close of bar t are set `delay` bars later at the open
 * (or at the close of t): what is sold first, and where the cash does not cover what is to be bought, every purchase
 * is cut by the same share. Dividends and borrow costs come before the fills of their bar. Stops, holding limit and
 * cooldown work per position, as in the native profile. An account worth 0 or less at a close is closed there, and
 * trading ends.
 */
export function tradePanel(book: PanelBook, targets: Targets): void {
  const { rules, panel } = book;
  const last = panel.time.length - 1;
  let isRuined = false;
  for (let bar = 0; bar <= last; bar++) {
    carryAll(book, bar);
    const signalBar = bar - rules.delay;
    const isDue = !isRuined && targets.rebalance[signalBar] === 1;
    if (isDue && !rules.fillAtClose) rebalance(book, targets, signalBar, bar);
    closeByBar(book, bar);
    if (isDue && rules.fillAtClose) rebalance(book, targets, signalBar, bar);
    if (rules.closeAtEnd && bar === last) closeAll(book, bar, "end");
    if (closeBar(book, bar) <= 0 && !isRuined) {
      closeAll(book, bar, "bankrupt");
      closeBar(book, bar);
      isRuined = true;
    }
  }
}

function rebalance(book: PanelBook, targets: Targets, signalBar: number, bar: number): void {
  const { rules, panel, accounts } = book;
  const prices = panel.bars.map((bars) => (rules.fillAtClose ? bars.close : bars.open)[bar] ?? Number.NaN);
  const knownBar = rules.fillAtClose ? bar : bar - 1;
  const equity = bookValue(book, (asset) => {
    const price = prices[asset] ?? Number.NaN;
    return Number.isNaN(price) ? (panel.closes[asset]?.[knownBar] ?? Number.NaN) : price;
  });
  const weights = Float64Array.from(targets.weights, (column) => (column[signalBar] ?? 0) * rules.positionSize);
  limitWeights(rules, panel.closes, weights, {
    bar: signalBar,
    note: (asset, reason) => accounts[Math.max(0, asset)]?.ledger.rejections.push({ bar, order: "entry", reason }),
  });
  const changes = accounts.map((_, asset) =>
    allowedChange(book, asset, { bar, price: prices[asset] ?? Number.NaN, value: (weights[asset] ?? 0) * equity }),
  );
  for (const [asset, units] of changes.entries()) {
    if (units < 0) fillInBook(book, asset, signalOrder(book, units, prices[asset] ?? Number.NaN, bar));
  }
  buy(book, changes, prices, bar);
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
  const hasPrice = !Number.isNaN(wanted.price);
  const change = wholeLots(rules.lotSize, wanted.value / wanted.price) - account.units;
  if (hasPrice && Math.abs(change) <= UNCHANGED * Math.abs(account.units)) return 0;
  const refusal = hasPrice ? entryRefusal(account, wanted.bar) : "no_price";
  if (refusal === null || (refusal === "cooldown" && account.units !== 0)) return change;
  const order = Math.sign(wanted.value) * account.units < 0 || wanted.value === 0 ? "exit" : "entry";
  account.ledger.rejections.push({ bar: wanted.bar, order, reason: refusal });
  return 0;
}

/** A position that a rebalance would change by less than this share is left alone. */
const UNCHANGED = 1e-9;

/** Buys what the cash covers; every purchase is cut by the same share when it does not. */
function buy(book: PanelBook, changes: readonly number[], prices: readonly number[], bar: number): void {
  const { rules } = book;
  const costs = changes.map((units, asset) => {
    if (units <= 0) return 0;
    const price = filledPrice(rules, prices[asset] ?? Number.NaN, true);
    return units * price + commission(rules, units, price);
  });
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const cash = Math.max(0, book.cash);
  for (const [asset, wanted] of changes.entries()) {
    if (wanted <= 0) continue;
    const rawPrice = prices[asset] ?? Number.NaN;
    const price = filledPrice(rules, rawPrice, true);
    const budget = (cash * (costs[asset] ?? 0)) / total;
    const units = total <= cash ? wanted : Math.min(wanted, affordableUnits(rules, budget, price));
    if (units > 0) fillInBook(book, asset, signalOrder(book, units, rawPrice, bar));
    else book.accounts[asset]?.ledger.rejections.push({ bar, order: "entry", reason: "no_cash" });
  }
}

function signalOrder({ rules }: PanelBook, units: number, rawPrice: number, bar: number): PanelOrder {
  return { bar, units, rawPrice, reason: "signal", moment: rules.fillAtClose ? AT_CLOSE : AT_OPEN };
}

function wholeLots(lotSize: number, units: number): number {
  return lotSize === 0 ? units : Math.trunc(units / lotSize + Math.sign(units) * 1e-9) * lotSize;
}

import { inWholeLots, lotOf } from "./backtesting-orders.ts";
import { fillBar } from "../../fills/ledger.ts";
import { requireAmount, requireShare } from "../../broker/check-request.ts";
import { type Book, type Bracket, type HeldTrade, lastClose } from "./book.ts";
import { askToClose, setStop, setTarget } from "./order-queue.ts";

/** The trade that the fill at hand has just opened, without its stop and target. */
export function createTrade(book: Book, bracket: Bracket): HeldTrade {
  const { order, ledger, rules } = book.account;
  const direction = order.units > 0 ? 1 : -1;
  const entryPrice = order.price;
  const entryRow = ledger.count - 1;
  const trade: HeldTrade = {
    direction,
    size: Math.abs(order.units),
    entryPrice,
    entryBar: fillBar(ledger, entryRow),
    entryRow,
    stop: null,
    target: null,
    trailing: bracket.trailing,
    best: bracket.basis,
    get units() {
      return direction * trade.size;
    },
    get pnl() {
      return direction * trade.size * (lastClose(book) - entryPrice);
    },
    get stopLoss() {
      return trade.stop?.stop ?? null;
    },
    get takeProfit() {
      return trade.target?.limit ?? null;
    },
    moveStops({ stopLoss, takeProfit }) {
      requireAmount("stopLoss", stopLoss ?? undefined);
      requireAmount("takeProfit", takeProfit ?? undefined);
      if (trade.size === 0) return;
      if (stopLoss === null) trade.trailing = 0;
      if (stopLoss !== undefined) setStop(book, trade, stopLoss);
      if (takeProfit !== undefined) setTarget(book, trade, takeProfit);
    },
    close(fraction = 1) {
      requireShare("fraction", fraction);
      if (trade.size === 0) return;
      const lot = lotOf(rules);
      const lots = Math.max(1, roundedToEven((trade.size / lot) * fraction));
      askToClose(book, trade, { units: inWholeLots(rules, lots * lot) });
    },
  };
  return trade;
}

/** Python's `round`: halves go to the even neighbour. */
function roundedToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

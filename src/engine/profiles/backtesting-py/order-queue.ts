import type { OrderState } from "../../broker/broker.ts";
import type { Book, ExitOrder, HeldTrade, QueuedOrder } from "./book.ts";

/** Takes an order out of the queue, in which it need not be. */
export function dequeue(book: Book, order: QueuedOrder, state: Exclude<OrderState, "waiting">): void {
  if (order.state !== "waiting") return;
  order.state = state;
  book.queue.splice(book.queue.indexOf(order), 1);
}

/** A cancelled stop or target is no longer its trade's. */
export function cancelOrder(book: Book, order: QueuedOrder): void {
  dequeue(book, order, "cancelled");
  if (order.kind === "entry") return;
  if (order.trade.stop === order) order.trade.stop = null;
  if (order.trade.target === order) order.trade.target = null;
}

/** Stops are looked at before everything else that waits. */
export function setStop(book: Book, trade: HeldTrade, price: number | null): void {
  if (trade.stop !== null) cancelOrder(book, trade.stop);
  if (price === null) return;
  trade.stop = exitOrder(book, trade, { stop: price, reason: "stop_loss", isContingent: true });
  book.queue.unshift(trade.stop);
}

/** Targets are looked at after everything else that waits. */
export function setTarget(book: Book, trade: HeldTrade, price: number | null): void {
  if (trade.target !== null) cancelOrder(book, trade.target);
  if (price === null) return;
  trade.target = exitOrder(book, trade, { limit: price, reason: "take_profit", isContingent: true });
  book.queue.push(trade.target);
}

/** A market order that goes before all others; a contingent one goes after those that the strategy gave. */
export function askToClose(book: Book, trade: HeldTrade, exit: ExitTerms): void {
  const order = exitOrder(book, trade, exit);
  const given = book.queue.findLastIndex((other) => other.kind === "exit" && !other.isContingent);
  book.queue.splice(order.isContingent ? given + 1 : 0, 0, order);
}

/** Of an order that closes a trade; absent: all of it, on a signal, at the market. */
interface ExitTerms extends Partial<Pick<ExitOrder, "units" | "limit" | "stop" | "reason" | "isContingent">> {}

function exitOrder(book: Book, trade: HeldTrade, terms: ExitTerms): ExitOrder {
  const { units = null, limit = null, stop = null, reason = "signal", isContingent = false } = terms;
  return {
    kind: "exit",
    side: trade.direction > 0 ? "sell" : "buy",
    direction: trade.direction > 0 ? -1 : 1,
    request: {
      ...(units === null ? {} : { units }),
      ...(limit === null ? {} : { limit }),
      ...(stop === null ? {} : { stop }),
    },
    placedAt: book.bar,
    state: "waiting",
    trade,
    units,
    limit,
    stop,
    reason,
    isContingent,
  };
}

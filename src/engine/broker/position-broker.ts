import type { Broker, OpenTrade, Order, OrderRequest } from "./broker.ts";
import { checkRequest } from "./check-request.ts";
import { endOrder, placeOrder, type PositionBook } from "./position-book.ts";
import { closePosition, positionTrade, type Refusal } from "./position-trade.ts";

const NONE: readonly OpenTrade[] = [];

/** Shows a book to a strategy, and takes its orders. */
export function positionBroker(book: PositionBook, refuse: Refusal = () => undefined): Broker {
  const { account, bars } = book.player;
  const place = (side: Order["side"], request: OrderRequest): Order => {
    for (const member in request) refuse(`\`${member}\``);
    checkRequest(side, request);
    return placeOrder(book, side === "buy" ? 1 : -1, request);
  };
  return {
    get cash() {
      return account.cash;
    },
    get equity() {
      const { cash, units } = account;
      return units === 0 ? cash : cash + units * (bars.close[book.bar] ?? Number.NaN);
    },
    get position() {
      return account.units;
    },
    get trades() {
      if (account.units === 0) return NONE;
      book.trade ??= positionTrade(book, refuse);
      return [book.trade];
    },
    get orders() {
      return book.waiting;
    },
    buy: (request = {}) => place("buy", request),
    sell: (request = {}) => place("sell", request),
    close: () => closePosition(book, 1),
    cancel(order) {
      const own = book.waiting.find((waiting) => waiting === order);
      if (own !== undefined) endOrder(book, own, "cancelled");
    },
  };
}

import type { OpenTrade } from "./broker.ts";
import { requireAmount, requireShare } from "./check-request.ts";
import { placeOrder, type PositionBook, watchStops } from "./position-book.ts";

/** Told what a strategy asks for beyond market orders of the whole position; throws where a profile knows no more. */
export type Refusal = (asked: string) => void;

/** A market order that closes a share of what is held. */
export function closePosition(book: PositionBook, share: number): void {
  const { units } = book.player.account;
  if (units !== 0) placeOrder(book, units > 0 ? -1 : 1, {}, share);
}

/** Shows the position of a book to a strategy. Once it is closed, the view is empty and does nothing. */
export function positionTrade(book: PositionBook, refuse: Refusal): OpenTrade {
  const { account, bars } = book.player;
  const { entryBar } = account;
  const isOpen = (): boolean => book.trade === trade;
  const levelOf = (stop: "stopLoss" | "takeProfit"): number | null => {
    const level = isOpen() ? book.player.watch?.[stop] : undefined;
    return level !== undefined && Number.isFinite(level) ? level : null;
  };
  const trade: OpenTrade = {
    entryBar,
    get units() {
      return isOpen() ? account.units : 0;
    },
    get entryPrice() {
      return isOpen() ? book.entryPrice : Number.NaN;
    },
    get pnl() {
      return isOpen() ? account.units * ((bars.close[book.bar] ?? Number.NaN) - book.entryPrice) : 0;
    },
    get stopLoss() {
      return levelOf("stopLoss");
    },
    get takeProfit() {
      return levelOf("takeProfit");
    },
    moveStops({ stopLoss, takeProfit }) {
      refuse("moving stops");
      requireAmount("stopLoss", stopLoss ?? undefined);
      requireAmount("takeProfit", takeProfit ?? undefined);
      if (!isOpen()) return;
      const away = Math.sign(account.units) * Number.POSITIVE_INFINITY;
      const { brackets } = book;
      book.brackets = {
        ...brackets,
        stopLoss: stopLoss === null ? -away : (stopLoss ?? brackets.stopLoss),
        takeProfit: takeProfit === null ? away : (takeProfit ?? brackets.takeProfit),
      };
      watchStops(book);
    },
    close(fraction = 1) {
      if (fraction !== 1) refuse("closing a part");
      requireShare("fraction", fraction);
      if (isOpen()) closePosition(book, fraction);
    },
  };
  return trade;
}

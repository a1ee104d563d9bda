import type { Bars } from "../../bars.ts";
import type { Account } from "../../fills/account.ts";
import { AT_CLOSE, AT_OPEN } from "../../fills/ledger.ts";
import { leavesAtClose, leavesInside, watchPosition } from "../../fills/play-bars.ts";
import { vectorbtOrders } from "./vectorbt-orders.ts";
import { fillWhole } from "../../broker/fill-whole.ts";
import type { Market } from "../../broker/market.ts";
import {
  closeAtEnd,
  endOrder,
  forgetPosition,
  openPositionBook,
  type PositionBook,
  settleOrder,
} from "../../broker/position-book.ts";
import { positionBroker } from "../../broker/position-broker.ts";

/**
 * The market of the profile `vectorbt`: market orders of the whole position. The stops of a bar come first,
 * also before fills at its open, and one that is hit takes the orders of its bar back.
 */
export function vectorbtMarket(account: Account, bars: Bars): Market {
  const book = openPositionBook(account, bars, vectorbtOrders);
  const { player } = book;
  const { fillAtClose } = account.rules;
  let isHidden = false;
  return {
    broker: positionBroker(book, (asked) => {
      throw new RangeError(`The profile "vectorbt" knows market orders of the whole position only, not ${asked}`);
    }),
    get hasEnded() {
      return player.ended;
    },
    playBar(bar) {
      book.bar = bar;
      if (account.units !== 0 && (leavesInside(player, bar) || leavesAtClose(player, bar))) forgetPosition(book);
      isHidden = player.leftAt === bar;
      if (!fillAtClose) fillDue(book, isHidden);
    },
    endBar() {
      if (fillAtClose) fillDue(book, isHidden);
    },
    finish: () => closeAtEnd(book),
  };
}

function fillDue(book: PositionBook, isHidden: boolean): void {
  const { player, bar } = book;
  const { account, orders, prices } = player;
  const { fillAtClose, delay } = account.rules;
  const price = prices[bar] ?? Number.NaN;
  for (const order of book.waiting) {
    if (order.firstBar > bar) continue;
    if (isHidden) endOrder(book, order, "cancelled");
    else if (
      settleOrder(book, order, fillAtClose ? AT_CLOSE : AT_OPEN, () => fillWhole(orders, account, order, price))
    ) {
      watchPosition(player, bar, bar - delay);
    }
  }
}

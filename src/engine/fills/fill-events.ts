import type { Bars } from "../bars.ts";
import { ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "../signals/event-list.ts";
import type { Direction, Profile } from "../settings.ts";
import type { Account } from "./account.ts";
import { nativeOrders } from "./native-orders.ts";
import type { OrderRules } from "./order-rules.ts";
import { playBars, type Player, watchPosition } from "./play-bars.ts";
import { vectorbtOrders } from "./vectorbt-orders.ts";

const ORDERS: Record<Profile, OrderRules> = {
  native: nativeOrders,
  vectorbt: vectorbtOrders,
  "backtesting.py": nativeOrders,
};

/** The actions that each direction listens to. */
const HEARD: Record<Direction, number> = {
  long: ENTER_LONG | EXIT_LONG,
  short: ENTER_SHORT | EXIT_SHORT,
  both: ENTER_LONG | EXIT_LONG | ENTER_SHORT | EXIT_SHORT,
};

/**
 * Trades one symbol: the signal of bar t meets, `delay` bars later, the position that is held then.
 * What a missed fill or an empty account let go by is not made up for. Fills at the open come before
 * what happens inside their bar, fills at the close after it. In the profile `vectorbt` the inside of the bar always
 * comes first, and a stop that is hit there hides the signal.
 */
export function fillEvents(account: Account, events: EventList, bars: Bars): void {
  const { rules } = account;
  const barCount = bars.close.length;
  const prices = rules.fillAtClose ? bars.close : bars.open;
  const heard = HEARD[rules.direction];
  const orders = ORDERS[rules.profile];
  const player: Player = { account, bars, prices, orders, nextBar: 0, watch: null, ended: false };
  const isVectorbt = rules.profile === "vectorbt";
  const playsFirst = rules.fillAtClose || isVectorbt ? 1 : 0;
  for (let k = 0; k < events.count; k++) {
    const bar = (events.bars[k] ?? 0) + rules.delay;
    if (bar >= barCount) break;
    const wasHeld = account.units !== 0;
    if (wasHeld) playBars(player, bar + playsFirst);
    if (player.ended) return;
    const isHidden = isVectorbt && wasHeld && account.units === 0 && account.exitBar === bar;
    if (!isHidden && act(player, (events.actions[k] ?? 0) & heard, bar)) {
      watchPosition(player, bar);
    }
  }
  if (account.units !== 0) playBars(player, barCount);
  if (rules.closeAtEnd && account.units !== 0) {
    orders.leave(account, barCount - 1, bars.close[barCount - 1] ?? Number.NaN, "end");
  }
}

/**
 * Entry and exit of one side cancel each other, then a long and a short entry do; an opposite entry reverses.
 *
 * @returns whether there is a new position
 */
function act({ account, orders, prices }: Player, actions: number, bar: number): boolean {
  const long = (actions & (ENTER_LONG | EXIT_LONG)) === ENTER_LONG;
  const short = (actions & (ENTER_SHORT | EXIT_SHORT)) === ENTER_SHORT;
  const goesLong = long && !short;
  const goesShort = short && !long;
  const price = prices[bar] ?? Number.NaN;
  const before = account.units;
  if (before === 0) {
    if (goesLong) orders.enter(account, bar, price, 1);
    else if (goesShort) orders.enter(account, bar, price, -1);
  } else if (before > 0 ? goesShort : goesLong) {
    orders.reverse(account, bar, price);
  } else {
    const exit = before > 0 ? EXIT_LONG : EXIT_SHORT;
    const entry = before > 0 ? ENTER_LONG : ENTER_SHORT;
    if ((actions & (exit | entry)) === exit) orders.leave(account, bar, price, "signal");
  }
  return account.units !== 0 && before * account.units <= 0;
}

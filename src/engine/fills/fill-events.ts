import type { Bars } from "../bars.ts";
import { ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "../signals/event-list.ts";
import type { Direction } from "../execution-rules.ts";
import { BARS, type CellStanding } from "../extend/cell-standing.ts";
import { keepPlayer, resumePlayer } from "../extend/resume-fills.ts";
import type { Account } from "./account.ts";
import type { Side } from "./side.ts";
import { carryInto, hasCarry } from "./carry.ts";
import { settleDelisting } from "./settle-delisting.ts";
import { AT_CLOSE } from "./ledger.ts";
import type { OrderRules } from "../orders/order-rules.ts";
import { hasPlay, playBars, type Player, signalFills, watchPosition } from "./play-bars.ts";

/** The actions that each direction listens to. */
const HEARD: Record<Direction, number> = {
  long: ENTER_LONG | EXIT_LONG,
  short: ENTER_SHORT | EXIT_SHORT,
  both: ENTER_LONG | EXIT_LONG | ENTER_SHORT | EXIT_SHORT,
};

/**
 * Trades one symbol: the signal of bar t meets, `delay` bars later, the position that is held then. What a missed
 * fill or an empty account let go by is not made up for. Dividends and borrow costs come before any fill of their
 * bar, fills at the open before what happens inside their bar, fills at the close after it, unless `traits` say that the
 * inside of the bar always comes first.
 *
 * @param standing of an account that has traded some of the bars, and then of all; absent: none, and nobody asks for it
 */
export function fillEvents(
  account: Account,
  events: EventList,
  bars: Bars,
  { orders, standing }: { readonly orders: OrderRules; readonly standing?: CellStanding | undefined },
): void {
  const { rules } = account;
  const barCount = bars.close.length;
  const heard = HEARD[rules.direction];
  const carries = hasCarry(rules, bars, rules.direction !== "long");
  const fills = signalFills(rules, bars);
  const player: Player = {
    account,
    bars,
    ...fills,
    orders,
    carries,
    nextBar: 0,
    watch: null,
    leftAt: -1,
    ended: false,
  };
  const { firstBar, stopsHideSignals } = rules.traits;
  const playsFirst = rules.fillAtClose || stopsHideSignals ? 1 : 0;
  const plays = hasPlay(rules, bars);
  if (standing !== undefined) resumePlayer(player, standing);
  const traded = standing?.[BARS] ?? 0;
  const firstEvent = Math.max(firstBar, traded - rules.delay);
  let skipped = 0;
  while (skipped < events.count && (events.bars[skipped] ?? 0) < firstEvent) skipped++;
  for (let k = skipped; k < events.count; k++) {
    const bar = (events.bars[k] ?? 0) + rules.delay;
    if (bar >= barCount) break;
    if (account.units !== 0 && plays) playBars(player, bar + playsFirst);
    if (player.ended) {
      if (standing !== undefined) keepPlayer(player, standing);
      return;
    }
    if (carries) carryInto(account, bars, bar);
    const isHidden = stopsHideSignals && player.leftAt === bar;
    if (!isHidden && act(player, (events.actions[k] ?? 0) & heard, bar)) {
      watchPosition(player, bar, bar - rules.delay);
    }
  }
  if (account.units !== 0 && !player.ended) playBars(player, barCount);
  if (standing !== undefined) keepPlayer(player, standing);
  settleDelisting(account, bars);
  if (rules.closeAtEnd && !player.ended) closeAtEnd(player, events);
}

/**
 * Closes what is held at the last close. With `endsOnSignal` (backtesting.py's `finalize_trades`) it does so as on a signal, at
 * the last open, and then fills there too the entry that the last bar asked for, unless that side was held already.
 */
function closeAtEnd(player: Player, events: EventList): void {
  const { account, bars, orders } = player;
  const { traits, direction } = account.rules;
  const last = bars.close.length - 1;
  const held = account.units;
  account.order.moment = traits.endsOnSignal ? player.moment : AT_CLOSE;
  const price = traits.endsOnSignal ? player.prices[last - player.lag] : bars.close[last];
  if (held !== 0) orders.leave(account, last, price ?? Number.NaN, "end");
  if (!traits.endsOnSignal || last === 0) return;
  if (events.count === 0 || events.bars[events.count - 1] !== last) return;
  const asked = (events.actions[events.count - 1] ?? 0) & HEARD[direction];
  if (wantedSide(asked) * held <= 0 && act(player, asked, last)) {
    watchPosition(player, last, last);
    playBars(player, last + 1);
  }
}

/** The side that an entry asks for. Entry and exit of one side cancel each other, and so do the entries that are left of both sides. */
function wantedSide(actions: number): Side | 0 {
  const long = (actions & (ENTER_LONG | EXIT_LONG)) === ENTER_LONG;
  const short = (actions & (ENTER_SHORT | EXIT_SHORT)) === ENTER_SHORT;
  if (long === short) return 0;
  return long ? 1 : -1;
}

/** Does what a signal asks for, an opposite entry reverses. Returns whether there is a new position. */
function act({ account, orders, prices, lag, moment }: Player, actions: number, bar: number): boolean {
  const side = wantedSide(actions);
  const price = prices[bar - lag] ?? Number.NaN;
  const before = account.units;
  account.order.moment = moment;
  account.order.givenAt = bar - account.rules.delay;
  if (side !== 0 && before === 0) {
    orders.enter(account, bar, price, side);
  } else if (side * before < 0) {
    orders.reverse(account, bar, price);
  } else if (before !== 0) {
    const exit = before > 0 ? EXIT_LONG : EXIT_SHORT;
    const entry = before > 0 ? ENTER_LONG : ENTER_SHORT;
    if ((actions & (exit | entry)) === exit) orders.leave(account, bar, price, "signal");
  }
  return account.units !== 0 && before * account.units <= 0;
}

import type { Bars } from "../bars.ts";
import type { Account } from "./account.ts";
import { carryInto, hasCarry } from "./carry.ts";
import { AT_CLOSE, AT_CLOSE_BEFORE, AT_OPEN, INSIDE } from "./ledger.ts";
import type { OrderRules } from "../orders/order-rules.ts";
import type { TradingRules } from "./trading-rules.ts";
import { moveTrailing, stopHit, type StopWatch, watchFrom } from "./stops.ts";

/** What is needed to play the bars between two signals. */
export interface Player {
  readonly account: Account;
  readonly bars: Bars;
  /** The column of `bars` that signals are filled at, this many bars before the one in which they meet the account. */
  readonly prices: Float64Array;
  readonly lag: 0 | 1;
  /** When in its bar a signal is filled: AT_OPEN, AT_CLOSE or AT_CLOSE_BEFORE. */
  readonly moment: number;
  readonly orders: OrderRules;
  /** Whether holding a position brings or costs anything. */
  readonly carries: boolean;
  /** First bar of the position that was not played yet. */
  nextBar: number;
  watch: StopWatch | null;
  /** Last bar at which the position was to be left without a signal, −1 before the first; it may have been refused. */
  leftAt: number;
  /** The account is ruined: nothing is traded any more. */
  ended: boolean;
}

/** At which prices signals are filled, and when in their bars that is. */
export function signalFills(rules: TradingRules, { open, close }: Bars): Pick<Player, "prices" | "lag" | "moment"> {
  if (rules.tradeOnClose) return { prices: close, lag: 1, moment: AT_CLOSE_BEFORE };
  return rules.fillAtClose ? { prices: close, lag: 0, moment: AT_CLOSE } : { prices: open, lag: 0, moment: AT_OPEN };
}

/** Starts to watch the position that was opened at `bar`, on the signal of `signalBar`. */
export function watchPosition(player: Player, bar: number, signalBar: number): void {
  const { account } = player;
  const { rules } = account;
  player.nextBar = rules.fillAtClose ? bar + 1 : bar;
  if (rules.stops === null) return;
  player.watch = watchFrom(rules.stops, account.units > 0 ? 1 : -1, stopBasis(player, bar, signalBar));
}

function stopBasis({ account, bars }: Player, bar: number, signalBar: number): number {
  switch (account.rules.traits.stopBasis) {
    case "fill":
      return account.order.price;
    case "entry_close":
      return bars.close[bar] ?? Number.NaN;
    case "signal_close":
      return bars.close[signalBar] ?? Number.NaN;
  }
}

/**
 * Lets the bars up to `until` (exclusive) do to the open position what needs no signal, dividends and borrow costs first.
 * What is refused (vectorbt: fees above the proceeds) is tried again bar by bar.
 */
export function playBars(player: Player, until: number): void {
  const { account, bars, watch, carries } = player;
  const isLimited = account.rules.maxHolding !== Number.POSITIVE_INFINITY;
  const looksInside = isLimited || watch !== null;
  const looksAtClose = isLimited || canBeRuined(account);
  const from = looksInside || looksAtClose || carries ? player.nextBar : until;
  for (let bar = from; bar < until; bar++) {
    if (carries) carryInto(account, bars, bar);
    if ((looksInside && leavesInside(player, bar)) || (looksAtClose && leavesAtClose(player, bar))) return;
  }
  player.nextBar = until;
}

/**
 * The end of the holding time at an open, and stops. Where stops do not work on the bar
 * of the entry (`traits`), they do from the next one on. Returns whether the position was left.
 */
export function leavesInside(player: Player, bar: number): boolean {
  const { account, bars, orders, watch } = player;
  const { rules, order } = account;
  if (!rules.fillAtClose && bar >= account.entryBar + rules.maxHolding) {
    player.leftAt = bar;
    order.moment = AT_OPEN;
    orders.leave(account, bar, bars.open[bar] ?? Number.NaN, "max_holding");
    if (account.units === 0) return true;
  }
  const firstStopBar = rules.traits.stopsOnEntryBar ? account.entryBar : account.entryBar + 1;
  if (watch === null || bar < firstStopBar) return false;
  const hit = stopHit(watch, rules.stopOrder, bars, bar);
  if (hit === null) return false;
  player.leftAt = bar;
  order.moment = hit.price === bars.open[bar] ? AT_OPEN : INSIDE;
  orders.leave(account, bar, hit.price, hit.reason);
  if (account.units !== 0) moveTrailing(watch, bars, bar);
  return account.units === 0;
}

/** The end of the holding time at a close, and ruin. Returns whether the position was left. */
export function leavesAtClose(player: Player, bar: number): boolean {
  const { account, bars, orders } = player;
  const { rules } = account;
  const close = bars.close[bar] ?? Number.NaN;
  account.order.moment = AT_CLOSE;
  if (rules.fillAtClose && bar >= account.entryBar + rules.maxHolding) {
    player.leftAt = bar;
    orders.leave(account, bar, close, "max_holding");
    if (account.units === 0) return true;
  }
  const isRuined = account.cash + account.units * close <= 0 && canBeRuined(account);
  if (!isRuined) return false;
  orders.leave(account, bar, close, "bankrupt");
  player.ended = true;
  return true;
}

/** Whether anything happens to a position between signals: if not, no bar need be played. */
export function hasPlay(rules: TradingRules, bars: Bars): boolean {
  const isLong = rules.direction === "long" && rules.leverage === 1;
  const canEnd = rules.stops !== null || rules.maxHolding !== Number.POSITIVE_INFINITY || !isLong;
  return canEnd || hasCarry(rules, bars, !isLong);
}

/** A long position paid in full cannot lose more than it cost. */
function canBeRuined({ rules, units }: Account): boolean {
  return rules.traits.closesRuined && (units < 0 || rules.leverage > 1);
}

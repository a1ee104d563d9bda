import type { Bars } from "../bars.ts";
import type { Account } from "./account.ts";
import { AT_CLOSE, AT_OPEN, INSIDE } from "./ledger.ts";
import type { OrderRules } from "./order-rules.ts";
import type { TradingRules } from "./trading-rules.ts";
import { stopHit, type StopWatch } from "./stops.ts";

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
  /** First bar of the position that was not played yet. */
  nextBar: number;
  watch: StopWatch | null;
  /** The account is ruined: nothing is traded any more. */
  ended: boolean;
}

/** Starts to watch the position that was opened at `bar`, on the signal of `signalBar`. */
export function watchPosition(player: Player, bar: number, signalBar: number): void {
  const { account } = player;
  const { rules } = account;
  player.nextBar = rules.fillAtClose ? bar + 1 : bar;
  if (rules.stops === null) return;
  const basis = stopBasis(player, bar, signalBar);
  player.watch = { side: account.units > 0 ? 1 : -1, basis, best: basis };
}

/** The price that stops are measured from: as filled, vectorbt's close of the entry bar, backtesting.py's close of the signal bar. */
function stopBasis({ account, bars }: Player, bar: number, signalBar: number): number {
  switch (account.rules.profile) {
    case "native":
      return account.order.price;
    case "vectorbt":
      return bars.close[bar] ?? Number.NaN;
    case "backtesting.py":
      return bars.close[signalBar] ?? Number.NaN;
  }
}

/**
 * Lets the bars up to `until` (exclusive) do to the open position what needs no signal: the end of its
 * holding time, its stops, and ruin. No stop works on the bar of the entry, but in the profile `backtesting.py`.
 */
export function playBars(player: Player, until: number): void {
  const { account, bars, orders, watch } = player;
  const { rules } = account;
  const { stops, maxHolding, fillAtClose } = rules;
  const ruinable = canBeRuined(account);
  const firstStopBar = rules.profile === "backtesting.py" ? account.entryBar : account.entryBar + 1;
  const lastHeld = account.entryBar + maxHolding;
  for (let bar = player.nextBar; bar < until; bar++) {
    if (bar >= lastHeld && !fillAtClose) {
      account.order.moment = AT_OPEN;
      orders.leave(account, bar, bars.open[bar] ?? Number.NaN, "max_holding");
      return;
    }
    const hit = stops === null || watch === null || bar < firstStopBar ? null : stopHit(stops, watch, bars, bar);
    if (hit !== null) {
      account.order.moment = hit.price === bars.open[bar] ? AT_OPEN : INSIDE;
      orders.leave(account, bar, hit.price, hit.reason);
      return;
    }
    const close = bars.close[bar] ?? Number.NaN;
    account.order.moment = AT_CLOSE;
    if (bar >= lastHeld) {
      orders.leave(account, bar, close, "max_holding");
      return;
    }
    if (ruinable && account.cash + account.units * close <= 0) {
      orders.leave(account, bar, close, "bankrupt");
      player.ended = true;
      return;
    }
  }
  player.nextBar = until;
}

/** Whether anything but signals can close a position: if not, no bar need be played. */
export function hasPlay(rules: TradingRules): boolean {
  const isLong = rules.direction === "long" && rules.leverage === 1;
  return rules.stops !== null || rules.maxHolding !== Number.POSITIVE_INFINITY || !isLong;
}

/** A long position paid in full cannot lose more than it cost; vectorbt never closes an account. */
function canBeRuined({ rules, units }: Account): boolean {
  return rules.profile !== "vectorbt" && (units < 0 || rules.leverage > 1);
}

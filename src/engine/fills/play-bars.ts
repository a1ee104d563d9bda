import type { Bars } from "../bars.ts";
import type { Account } from "./account.ts";
import type { OrderRules } from "./order-rules.ts";
import { stopHit, type StopWatch } from "./stops.ts";

/** What is needed to play the bars between two signals. */
export interface Player {
  readonly account: Account;
  readonly bars: Bars;
  /** The column of `bars` that signals are filled at. */
  readonly prices: Float64Array;
  readonly orders: OrderRules;
  /** First bar of the position that was not played yet. */
  nextBar: number;
  watch: StopWatch | null;
  /** The account is ruined: nothing is traded any more. */
  ended: boolean;
}

/** Starts to watch the position that was opened at `bar`. */
export function watchPosition(player: Player, bar: number): void {
  const { account, bars } = player;
  const { rules, ledger } = account;
  player.nextBar = rules.fillAtClose ? bar + 1 : bar;
  if (rules.stops === null) return;
  const basis = rules.profile === "vectorbt" ? bars.close[bar] : ledger.price[ledger.count - 1];
  player.watch = { side: account.units > 0 ? 1 : -1, basis: basis ?? Number.NaN, best: basis ?? Number.NaN };
}

/**
 * Lets the bars up to `until` (exclusive) do to the open position what needs no signal: the end of its
 * holding time, its stops, and ruin. No stop works on the bar of the entry.
 */
export function playBars(player: Player, until: number): void {
  const { account, bars, orders } = player;
  const { rules } = account;
  const { stops, maxHolding, fillAtClose } = rules;
  const canBeRuined = account.units < 0 && rules.profile === "native";
  if (stops === null && maxHolding === Number.POSITIVE_INFINITY && !canBeRuined) return;
  const lastHeld = account.entryBar + maxHolding;
  for (let bar = player.nextBar; bar < until; bar++) {
    if (bar >= lastHeld && !fillAtClose) {
      orders.leave(account, bar, bars.open[bar] ?? Number.NaN, "max_holding");
      return;
    }
    const hit =
      stops === null || player.watch === null || bar === account.entryBar
        ? null
        : stopHit(stops, player.watch, bars, bar);
    if (hit !== null) {
      orders.leave(account, bar, hit.price, hit.reason);
      return;
    }
    const close = bars.close[bar] ?? Number.NaN;
    if (bar >= lastHeld) {
      orders.leave(account, bar, close, "max_holding");
      return;
    }
    if (canBeRuined && account.cash + account.units * close <= 0) {
      orders.leave(account, bar, close, "bankrupt");
      player.ended = true;
      return;
    }
  }
  player.nextBar = until;
}

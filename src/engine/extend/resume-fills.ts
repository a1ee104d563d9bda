import type { Account } from "../fills/account.ts";
import type { Player } from "../fills/play-bars.ts";
import {
  BARS,
  CARRIED_BAR,
  CASH,
  type CellStanding,
  DEBT,
  ENTRY_BAR,
  EXIT_BAR,
  FREE_CASH,
  HAS_ENDED,
  LEFT_AT,
  NEXT_BAR,
  UNITS,
  WATCH_BASIS,
  WATCH_BEST,
  WATCH_SIDE,
  WATCH_STOP_LOSS,
  WATCH_TAKE_PROFIT,
  WATCH_TRAILING,
} from "./cell-standing.ts";

/** Puts an account that was just opened where it stood. */
export function resumeAccount(account: Account, standing: CellStanding): void {
  account.cash = standing[CASH] ?? 0;
  account.units = standing[UNITS] ?? 0;
  account.debt = standing[DEBT] ?? 0;
  account.freeCash = standing[FREE_CASH] ?? 0;
  account.entryBar = standing[ENTRY_BAR] ?? 0;
  account.exitBar = standing[EXIT_BAR] ?? 0;
  account.carriedBar = standing[CARRIED_BAR] ?? 0;
}

/** The same of the bars between two signals. */
export function resumePlayer(player: Player, standing: CellStanding): void {
  player.nextBar = standing[NEXT_BAR] ?? 0;
  player.leftAt = standing[LEFT_AT] ?? 0;
  player.ended = standing[HAS_ENDED] === 1;
  const side = standing[WATCH_SIDE];
  if (side !== 1 && side !== -1) return;
  player.watch = {
    side,
    basis: standing[WATCH_BASIS] ?? 0,
    stopLoss: standing[WATCH_STOP_LOSS] ?? 0,
    takeProfit: standing[WATCH_TAKE_PROFIT] ?? 0,
    trailing: standing[WATCH_TRAILING] ?? 0,
    best: standing[WATCH_BEST] ?? 0,
  };
}

/** Where an account stands whose fills were written by a kernel that keeps none: after the last row, long or out. */
export function standAfter(account: Account): void {
  const { ledger } = account;
  const last = ledger.count - 1;
  if (last < 0) return;
  account.cash = ledger.cash[last] ?? 0;
  account.units = ledger.position[last] ?? 0;
  account.freeCash = account.cash;
}

/** Cash and units are kept when every walk has been told where it began: `keepAccount`. */
export function keepPlayer({ nextBar, leftAt, ended, watch }: Player, standing: CellStanding): void {
  standing[NEXT_BAR] = nextBar;
  standing[LEFT_AT] = leftAt;
  standing[HAS_ENDED] = Number(ended);
  standing[WATCH_SIDE] = watch?.side ?? 0;
  standing[WATCH_BASIS] = watch?.basis ?? 0;
  standing[WATCH_STOP_LOSS] = watch?.stopLoss ?? 0;
  standing[WATCH_TAKE_PROFIT] = watch?.takeProfit ?? 0;
  standing[WATCH_TRAILING] = watch?.trailing ?? 0;
  standing[WATCH_BEST] = watch?.best ?? 0;
}

/** @param bars that were traded */
export function keepAccount(account: Account, bars: number, standing: CellStanding): void {
  standing[BARS] = bars;
  standing[CASH] = account.cash;
  standing[UNITS] = account.units;
  standing[DEBT] = account.debt;
  standing[FREE_CASH] = account.freeCash;
  standing[ENTRY_BAR] = account.entryBar;
  standing[EXIT_BAR] = account.exitBar;
  standing[CARRIED_BAR] = account.carriedBar;
}

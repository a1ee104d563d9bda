import type { Bars } from "../bars.ts";
import { ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "../signals/event-list.ts";
import type { Direction } from "../settings.ts";
import { type Account, enterPosition, leavePosition } from "./account.ts";

/** The actions that each direction listens to. */
const HEARD: Record<Direction, number> = {
  long: ENTER_LONG | EXIT_LONG,
  short: ENTER_SHORT | EXIT_SHORT,
  both: ENTER_LONG | EXIT_LONG | ENTER_SHORT | EXIT_SHORT,
};

/**
 * Trades one symbol by the native profile: the signal of bar t meets, `delay` bars later, the position
 * that is held then. What a missed fill or an empty account let go by is not made up for.
 * A short position whose account is worth 0 or less at a close is closed there, and trading ends.
 */
export function fillEvents(account: Account, events: EventList, bars: Bars): void {
  const { rules } = account;
  const barCount = bars.close.length;
  const prices = rules.fillAtClose ? bars.close : bars.open;
  const heard = HEARD[rules.direction];
  let checkedTo = 0;
  for (let k = 0; k < events.count; k++) {
    const bar = (events.bars[k] ?? 0) + rules.delay;
    if (bar >= barCount) break;
    if (endsBankrupt(account, bars.close, checkedTo, bar)) return;
    act(account, (events.actions[k] ?? 0) & heard, bar, prices[bar] ?? Number.NaN);
    checkedTo = bar;
  }
  if (endsBankrupt(account, bars.close, checkedTo, barCount)) return;
  if (rules.closeAtEnd && account.units !== 0) {
    leavePosition(account, barCount - 1, bars.close[barCount - 1] ?? Number.NaN, "end");
  }
}

/** Entry and exit of one side cancel each other, a long and a short entry too; an opposite entry reverses. */
function act(account: Account, actions: number, bar: number, price: number): void {
  const goesLong = (actions & (ENTER_LONG | EXIT_LONG | ENTER_SHORT)) === ENTER_LONG;
  const goesShort = (actions & (ENTER_SHORT | EXIT_SHORT | ENTER_LONG)) === ENTER_SHORT;
  if (account.units > 0) {
    const leaves = goesShort || (actions & (ENTER_LONG | EXIT_LONG)) === EXIT_LONG;
    if (!leaves || !leavePosition(account, bar, price, "signal")) return;
  } else if (account.units < 0) {
    const leaves = goesLong || (actions & (ENTER_SHORT | EXIT_SHORT)) === EXIT_SHORT;
    if (!leaves || !leavePosition(account, bar, price, "signal")) return;
  }
  if (account.units !== 0) return;
  if (goesLong) enterPosition(account, bar, price, 1);
  else if (goesShort) enterPosition(account, bar, price, -1);
}

/** Looks at the closes of the bars from…to−1. A long position cannot lose more than it cost. */
function endsBankrupt(account: Account, close: Float64Array, from: number, to: number): boolean {
  if (account.units >= 0) return false;
  for (let bar = from; bar < to; bar++) {
    const price = close[bar] ?? Number.NaN;
    if (account.cash + account.units * price <= 0) {
      leavePosition(account, bar, price, "bankrupt");
      return true;
    }
  }
  return false;
}

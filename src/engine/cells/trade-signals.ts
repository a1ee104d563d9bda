import type { Bars } from "../bars.ts";
import { fillEvents } from "../fills/fill-events.ts";
import { clearLedger } from "../fills/ledger.ts";
import { isPlain } from "../fills/is-plain.ts";
import type { ExecutionProfile } from "../profiles/execution-profile.ts";
import { createEventList } from "../signals/event-list.ts";
import { eventTeller, type TellEvents } from "../signals/told-signals.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import type { SignalStrategy } from "../strategy.ts";
import type { CellTrading } from "./ledger-cells.ts";

/**
 * Trades what a strategy signals, one list of events reused for all cells.
 *
 * @param memory where its indicators are kept; null: anywhere
 */
export function tradeSignals(
  strategy: SignalStrategy,
  bars: Bars,
  profile: ExecutionProfile,
  memory: ColumnMemory | null,
): CellTrading {
  return tradeEvents(eventTeller(strategy), bars, profile, memory);
}

/** The same of events that somebody tells. */
export function tradeEvents(
  tellEvents: TellEvents,
  bars: Bars,
  { orders, fillLongOnly }: ExecutionProfile,
  memory: ColumnMemory | null,
): CellTrading {
  const events = createEventList(bars.close.length, memory);
  return (account, input) => {
    events.count = 0;
    tellEvents(input, events);
    const { rules, ledger } = account;
    if (fillLongOnly !== null && isPlain(rules, bars)) {
      if (fillLongOnly(rules, ledger, events, bars)) return;
      clearLedger(ledger);
    }
    fillEvents(account, events, bars, orders);
  };
}

import type { Bars } from "../bars.ts";
import { fillEvents } from "../fills/fill-events.ts";
import { clearLedger } from "../fills/ledger.ts";
import { fillLongOnly } from "../fills/fill-long-only.ts";
import { createEventList } from "../signals/event-list.ts";
import { signalEvents } from "../signals/signal-events.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import type { Strategy } from "../strategy.ts";
import type { CellTrading } from "./ledger-cells.ts";

/**
 * Trades what a strategy signals, one list of events reused for all cells.
 *
 * @param memory where its indicators are kept; null: anywhere
 */
export function tradeSignals(strategy: Strategy, bars: Bars, memory: ColumnMemory | null): CellTrading {
  const barCount = bars.close.length;
  const events = createEventList(barCount, memory);
  return (account, input) => {
    events.count = 0;
    if (strategy.events === undefined) signalEvents(strategy.signals(input), barCount, events);
    else strategy.events(input, events);
    const { rules, ledger } = account;
    if (fillLongOnly(rules, ledger, events, bars)) return;
    clearLedger(ledger);
    fillEvents(account, events, bars);
  };
}

import type { Bars } from "../bars.ts";
import { fillEvents } from "../fills/fill-events.ts";
import { createEventList } from "../signals/event-list.ts";
import { signalEvents } from "../signals/signal-events.ts";
import type { Strategy } from "../strategy.ts";
import type { CellTrading } from "./ledger-cells.ts";

/** Trades what a strategy signals, one list of events reused for all cells. */
export function tradeSignals(strategy: Strategy, bars: Bars): CellTrading {
  const barCount = bars.close.length;
  const events = createEventList(barCount);
  return (account, input) => {
    events.count = 0;
    if (strategy.events === undefined) signalEvents(strategy.signals(input), barCount, events);
    else strategy.events(input, events);
    fillEvents(account, events, bars);
  };
}

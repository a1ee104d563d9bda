import type { Signals, Strategy, StrategyInput } from "../strategy.ts";
import { createEventList, ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";

/** What a strategy on one symbol says of every bar, whichever way it says it: as the engine hears it. */
export function toldSignals(strategy: Pick<Strategy, "signals" | "events">, input: StrategyInput): Signals {
  if (strategy.events === undefined) return strategy.signals(input);
  const events = createEventList(input.bars.close.length);
  strategy.events(input, events);
  return eventSignals(events);
}

/** A list of events as one array per signal. */
export function eventSignals(events: EventList): Signals {
  const columnOf = (action: number): Uint8Array => {
    const column = new Uint8Array(events.bars.length);
    for (let k = 0; k < events.count; k++) {
      if (((events.actions[k] ?? 0) & action) !== 0) column[events.bars[k] ?? 0] = 1;
    }
    return column;
  };
  return {
    entries: columnOf(ENTER_LONG),
    exits: columnOf(EXIT_LONG),
    shortEntries: columnOf(ENTER_SHORT),
    shortExits: columnOf(EXIT_SHORT),
  };
}

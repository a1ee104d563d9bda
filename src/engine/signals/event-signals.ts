import { ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";
import type { Signals } from "./signals.ts";

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

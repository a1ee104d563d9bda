import { addEvent, type EventList } from "./event-list.ts";

const UNKNOWN = 15;

/**
 * An event wherever an action starts to apply: it does at this bar and did not one bar before. A zone
 * that is entered while nothing is known (null, in the warm-up) does not count as entered.
 *
 * @param actionsAt the sum of the actions that apply at a bar, or null where the indicators are not there yet
 */
export function zoneEvents(barCount: number, actionsAt: (bar: number) => number | null, events: EventList): void {
  const { from } = events;
  let before = from > 0 ? (actionsAt(from - 1) ?? UNKNOWN) : UNKNOWN;
  for (let bar = from; bar < barCount; bar++) {
    const now = actionsAt(bar) ?? UNKNOWN;
    const started = now === UNKNOWN ? 0 : now & ~before;
    if (started !== 0) addEvent(events, bar, started);
    before = now;
  }
}

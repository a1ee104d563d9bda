import type { Signals } from "../strategy.ts";
import { addEvent, ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";

/**
 * Gathers a strategy's signal arrays into events. Without short arrays the short side
 * mirrors the long one: an exit of the long side enters the short side and vice versa.
 *
 * @throws TypeError when an array has the wrong type or length, or holds anything but 0 and 1
 */
export function signalEvents(signals: Signals, barCount: number, events: EventList): void {
  if (typeof signals !== "object" || signals === null)
    throw new TypeError("A strategy must return an object of arrays");
  const entries = checked("entries", signals.entries, barCount);
  const exits = checked("exits", signals.exits, barCount);
  const mirrors = signals.shortEntries === undefined && signals.shortExits === undefined;
  const shortEntries = mirrors ? exits : checked("shortEntries", signals.shortEntries, barCount);
  const shortExits = mirrors ? entries : checked("shortExits", signals.shortExits, barCount);
  for (let i = 0; i < barCount; i++) {
    const actions =
      (entries[i] ?? 0) * ENTER_LONG +
      (exits[i] ?? 0) * EXIT_LONG +
      (shortEntries[i] ?? 0) * ENTER_SHORT +
      (shortExits[i] ?? 0) * EXIT_SHORT;
    if (actions !== 0) addEvent(events, i, actions);
  }
}

function checked(name: string, array: unknown, barCount: number): Uint8Array {
  if (array === undefined && name.startsWith("short")) return new Uint8Array(barCount);
  if (!(array instanceof Uint8Array)) throw new TypeError(`\`${name}\` must be a Uint8Array`);
  if (array.length !== barCount) {
    throw new TypeError(`\`${name}\` has ${array.length} elements; there are ${barCount} bars`);
  }
  const wrong = array.findIndex((value) => value > 1);
  if (wrong >= 0) throw new TypeError(`\`${name}\` is ${array[wrong]} at bar ${wrong}; it must be 0 or 1`);
  return array;
}

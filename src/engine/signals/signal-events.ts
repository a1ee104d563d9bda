import { elementCount } from "./element-count.ts";
import type { Signals } from "./signals.ts";
import { addEvent, ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";

const COLUMNS = ["entries", "exits", "shortEntries", "shortExits"] as const;
type SignalColumns = Readonly<Record<(typeof COLUMNS)[number], Uint8Array>>;

/**
 * Gathers a strategy's signal arrays into events. Without short arrays the short side
 * mirrors the long one: an exit of the long side enters the short side and vice versa.
 *
 * @throws TypeError when an array has the wrong type or length, or holds anything but 0 and 1
 */
export function signalEvents(signals: Signals, barCount: number, events: EventList): void {
  const columns = checkedColumns(signals, barCount);
  const listed = listedEvents(columns, events);
  if (listed > 0) {
    for (let bar = listed; bar < barCount; bar++) gatherBar(columns, bar, events);
    return;
  }
  const words = COLUMNS.map((name) => wordsOf(columns[name]));
  for (let bar = 0; bar < barCount; bar++) {
    if (bar % 4 === 0) bar = skipEmpty(words, bar);
    if (bar < barCount) gatherBar(columns, bar, events);
  }
}

/**
 * Gathers what vectors find, in a strategy without short arrays.
 *
 * @returns how many bars they looked at, a multiple of four
 */
function listedEvents(columns: SignalColumns, events: EventList): number {
  const { memory } = events;
  const { entries, exits, shortEntries, shortExits } = columns;
  if (memory === null || shortEntries !== exits || shortExits !== entries) return 0;
  const count = memory.listFlags(entries, exits);
  for (let k = 0; k < count; k++) gatherBar(columns, memory.found[k] ?? 0, events);
  return memory.found[count] ?? 0;
}

function gatherBar(columns: SignalColumns, bar: number, events: EventList): void {
  const entry = columns.entries[bar] ?? 0;
  const exit = columns.exits[bar] ?? 0;
  const shortEntry = columns.shortEntries[bar] ?? 0;
  const shortExit = columns.shortExits[bar] ?? 0;
  if ((entry | exit | shortEntry | shortExit) > 1) throw wrongValue(columns, bar);
  const actions = entry * ENTER_LONG + exit * EXIT_LONG + shortEntry * ENTER_SHORT + shortExit * EXIT_SHORT;
  if (actions !== 0) addEvent(events, bar, actions);
}

function checkedColumns(signals: Signals, barCount: number): SignalColumns {
  if (typeof signals !== "object" || signals === null) {
    throw new TypeError("A strategy must return an object of arrays");
  }
  const entries = checked("entries", signals.entries, barCount);
  const exits = checked("exits", signals.exits, barCount);
  const { shortEntries, shortExits } = signals;
  if (shortEntries === undefined && shortExits === undefined) {
    return { entries, exits, shortEntries: exits, shortExits: entries };
  }
  const none = new Uint8Array(barCount);
  return {
    entries,
    exits,
    shortEntries: checked("shortEntries", shortEntries ?? none, barCount),
    shortExits: checked("shortExits", shortExits ?? none, barCount),
  };
}

function checked(name: string, array: unknown, barCount: number): Uint8Array {
  if (!(array instanceof Uint8Array)) throw new TypeError(`\`${name}\` must be a Uint8Array`);
  const count = elementCount(array);
  if (count === barCount) return array;
  throw new TypeError(`\`${name}\` has ${count} elements; there are ${barCount} bars`);
}

/** The column as numbers of four bars each, without what is left over; signals are rare, so most are 0. */
function wordsOf(column: Uint8Array): Int32Array {
  const aligned = column.byteOffset % 4 === 0 ? column : column.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

/** The first bar from `bar` (a multiple of four) on whose word is not 0 in all columns, or that is left over. */
function skipEmpty(words: readonly Int32Array[], bar: number): number {
  const [a, b, c, d] = words;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return bar;
  let word = bar >> 2;
  while (word < a.length && ((a[word] ?? 0) | (b[word] ?? 0) | (c[word] ?? 0) | (d[word] ?? 0)) === 0) word++;
  return word * 4;
}

function wrongValue(columns: SignalColumns, bar: number): TypeError {
  const name = COLUMNS.find((column) => (columns[column][bar] ?? 0) > 1) ?? "entries";
  return new TypeError(`\`${name}\` is ${columns[name][bar]} at bar ${bar}; it must be 0 or 1`);
}

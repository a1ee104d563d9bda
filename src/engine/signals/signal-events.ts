import type { Signals } from "../strategy.ts";
import { ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";

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
  const { entries, exits, shortEntries, shortExits } = columns;
  const [a, b] = [wordsOf(entries), wordsOf(exits)];
  const isMirrored = shortEntries === exits && shortExits === entries;
  const [c, d] = isMirrored ? [a, b] : [wordsOf(shortEntries), wordsOf(shortExits)];
  const words = a.length - (a.length % TURN);
  for (let word = 0; word < words; word += TURN) {
    if ((anyOf(a, b, word) | (isMirrored ? 0 : anyOf(c, d, word))) === 0) continue;
    for (let own = word; own < word + TURN; own++) {
      const any = (a[own] ?? 0) | (b[own] ?? 0) | (c[own] ?? 0) | (d[own] ?? 0);
      if (any !== 0) gatherBars(columns, 4 * own, 4 * own + 4, events);
    }
  }
  gatherBars(columns, 4 * words, barCount, events);
}

/** Words that are looked at together. */
const TURN = 4;

function anyOf(a: Int32Array, b: Int32Array, word: number): number {
  const first = (a[word] ?? 0) | (a[word + 1] ?? 0) | (a[word + 2] ?? 0) | (a[word + 3] ?? 0);
  return first | (b[word] ?? 0) | (b[word + 1] ?? 0) | (b[word + 2] ?? 0) | (b[word + 3] ?? 0);
}

/** Writes each bar behind the list, and lets it become part of it where something is asked for: no branch is guessed wrong. */
function gatherBars(columns: SignalColumns, from: number, to: number, events: EventList): void {
  const { entries, exits, shortEntries, shortExits } = columns;
  const { bars, actions } = events;
  let { count } = events;
  for (let bar = from; bar < to; bar++) {
    const entry = entries[bar] ?? 0;
    const exit = exits[bar] ?? 0;
    const shortEntry = shortEntries[bar] ?? 0;
    const shortExit = shortExits[bar] ?? 0;
    const any = entry | exit | shortEntry | shortExit;
    if (any > 1) throw wrongValue(columns, bar);
    bars[count] = bar;
    actions[count] = entry * ENTER_LONG + exit * EXIT_LONG + shortEntry * ENTER_SHORT + shortExit * EXIT_SHORT;
    count += any;
  }
  events.count = count;
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
  if (array.length === barCount) return array;
  throw new TypeError(`\`${name}\` has ${array.length} elements; there are ${barCount} bars`);
}

/** The column as numbers of four bars each, without what is left over; signals are rare, so most are 0. */
function wordsOf(column: Uint8Array): Int32Array {
  const aligned = column.byteOffset % 4 === 0 ? column : column.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
}

function wrongValue(columns: SignalColumns, bar: number): TypeError {
  const name = COLUMNS.find((column) => (columns[column][bar] ?? 0) > 1) ?? "entries";
  return new TypeError(`\`${name}\` is ${columns[name][bar]} at bar ${bar}; it must be 0 or 1`);
}

import type { ColumnMemory } from "../simd/column-memory.ts";

/** What a strategy may ask for at the close of a bar. Several may be asked for at once. */
export const ENTER_LONG = 1;
export const EXIT_LONG = 2;
export const ENTER_SHORT = 4;
export const EXIT_SHORT = 8;

/**
 * The bars at which a strategy asks for something, ascending, with what it asks for.
 * Signals are rare; fills look at these bars only.
 */
export interface EventList {
  count: number;
  /** The first bar whose event is read; those before it may be left out. */
  from: number;
  /** Index of the bar at whose close the signal stands. */
  readonly bars: Int32Array;
  /** Sum of the constants above. */
  readonly actions: Uint8Array;
  /** Where the indicators lie that the signals come from; null: anywhere. */
  readonly memory: ColumnMemory | null;
}

/** @param capacity the number of bars: a bar has at most one event */
export function createEventList(capacity: number, memory: ColumnMemory | null = null): EventList {
  return { count: 0, from: 0, bars: new Int32Array(capacity), actions: new Uint8Array(capacity), memory };
}

export function addEvent(events: EventList, bar: number, actions: number): void {
  events.bars[events.count] = bar;
  events.actions[events.count] = actions;
  events.count++;
}

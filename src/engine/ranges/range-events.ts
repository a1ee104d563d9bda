import type { BarRange } from "../../core/values/bar-range.ts";
import type { Params } from "../../core/params/param-spec.ts";
import { createEventList, type EventList } from "../signals/event-list.ts";
import { eventTeller, type TellEvents } from "../signals/told-signals.ts";
import type { ColumnMemory } from "../simd/column-memory.ts";
import type { SignalStrategy, StrategyInput } from "../strategy.ts";

/**
 * Hears a strategy over its whole history and keeps what it said of the last cell: the ranges of a cell are traded one
 * after the other, so each cell is asked once.
 *
 * @param barCount of the history
 */
export function rememberedEvents(
  strategy: SignalStrategy,
  barCount: number,
  memory: ColumnMemory | null,
): (input: StrategyInput) => EventList {
  const events = createEventList(barCount, memory);
  const tell = eventTeller(strategy);
  let last: Params | null = null;
  return (input) => {
    if (last !== null && (last === input.params || isSameCell(last, input.params))) return events;
    // What throws half-way is not remembered.
    last = null;
    events.count = 0;
    tell(input, events);
    last = input.params;
    return events;
  };
}

/** Complete parameters of one strategy have the same names in the same order. */
function isSameCell(a: Params, b: Params): boolean {
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (!(name in a)) return false;
  return true;
}

/** What was said within a range, with bars counted from its first. */
export function eventsWithin(heard: (input: StrategyInput) => EventList, { from, to }: BarRange): TellEvents {
  return (input, events) => {
    const all = heard(input);
    let at = firstFrom(all, from);
    let count = events.count;
    for (; at < all.count && (all.bars[at] ?? 0) < to; at++) {
      events.bars[count] = (all.bars[at] ?? 0) - from;
      events.actions[count] = all.actions[at] ?? 0;
      count++;
    }
    events.count = count;
  };
}

function firstFrom({ bars, count }: EventList, bar: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle] ?? 0) < bar) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { addEvent, ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";

/** Since when the lines must have been on the other side of each other: at some bar since the warm-up, or at the bar before. */
export type Crossings = "since_warmup" | "bar_before";

const UP = ENTER_LONG + EXIT_SHORT;
const DOWN = EXIT_LONG + ENTER_SHORT;

/**
 * Long when `a` crosses above `b`, short when it crosses below. A crossing above stands at bar i when
 * a > b there, not so one bar earlier, and a < b at some bar since the last NaN; a crossing below mirrors it.
 * So the first values after the warm-up never count as a crossing, and after a touch (a = b)
 * the side is taken anew. This is vectorbt's `crossed_above` / `crossed_below`. `bar_before` (backtesting.py's
 * `crossover`) asks for the other side right at the bar before.
 *
 * Sides last for many bars. Where both columns lie in the list's memory, vectors look for the changes of side; else,
 * and around touches and gaps, each side is run through by a loop of one comparison a bar.
 */
export function crossEvents(a: Float64Array, b: Float64Array, events: EventList, crossings: Crossings): void {
  if (events.from > 0) return crossEventsFrom(a, b, events, crossings);
  const strict = crossings === "bar_before";
  const count = Math.min(a.length, b.length);
  let everAbove = false;
  let everBelow = false;
  let i = 0;
  while (i < count) {
    const x = a[i] ?? Number.NaN;
    const y = b[i] ?? Number.NaN;
    if (x > y) {
      if (strict ? isAbove(b, a, i - 1) : everBelow) addEvent(events, i, UP);
      everAbove = true;
    } else if (x < y) {
      if (strict ? isAbove(a, b, i - 1) : everAbove) addEvent(events, i, DOWN);
      everBelow = true;
    } else {
      if (x !== y) {
        everAbove = false;
        everBelow = false;
      }
      i++;
      continue;
    }
    const known = events.count;
    i = scanOn(a, b, i + 1, events);
    if (events.count > known) {
      everAbove = true;
      everBelow = true;
    }
    i = isAbove(a, b, i - 1) ? endOfRun(a, b, i, count) : endOfRun(b, a, i, count);
  }
}

/** The same from the first bar on that is read, as the definition has it: for the few bars that are new. */
function crossEventsFrom(a: Float64Array, b: Float64Array, events: EventList, crossings: Crossings): void {
  const count = Math.min(a.length, b.length);
  const isCrossing = (upper: Float64Array, lower: Float64Array, bar: number): boolean => {
    if (!isAbove(upper, lower, bar) || isAbove(upper, lower, bar - 1)) return false;
    return crossings === "bar_before" ? isAbove(lower, upper, bar - 1) : wasAbove(lower, upper, bar - 1);
  };
  for (let bar = events.from; bar < count; bar++) {
    if (isCrossing(a, b, bar)) addEvent(events, bar, UP);
    else if (isCrossing(b, a, bar)) addEvent(events, bar, DOWN);
  }
}

/** Whether `upper` was above at `bar` or before it, since the last NaN. */
function wasAbove(upper: Float64Array, lower: Float64Array, bar: number): boolean {
  for (let i = bar; i >= 0; i--) {
    const x = upper[i] ?? Number.NaN;
    const y = lower[i] ?? Number.NaN;
    if (x > y) return true;
    if (!(x <= y)) return false;
  }
  return false;
}

/**
 * Appends the crossings from `bar` on, one bar before which a side was taken, as far as vectors can look.
 *
 * @returns the bar up to which they looked; all before it are on one side or the other
 */
function scanOn(a: Float64Array, b: Float64Array, bar: number, events: EventList): number {
  const { memory } = events;
  if (memory === null) return bar;
  let side = isAbove(a, b, bar - 1);
  const crossings = memory.scanCrossings(a, b, bar);
  if (crossings < 0) return bar;
  for (let k = 0; k < crossings; k++) {
    side = !side;
    addEvent(events, memory.found[k] ?? 0, side ? UP : DOWN);
  }
  return memory.found[crossings] ?? bar;
}

/** The first bar from `from` on at which `upper` is not above `lower`. Four bars a turn take a fifth off the time. */
function endOfRun(upper: Float64Array, lower: Float64Array, from: number, count: number): number {
  let i = from;
  while (
    i + 3 < count &&
    isAbove(upper, lower, i) &&
    isAbove(upper, lower, i + 1) &&
    isAbove(upper, lower, i + 2) &&
    isAbove(upper, lower, i + 3)
  ) {
    i += 4;
  }
  while (i < count && isAbove(upper, lower, i)) i++;
  return i;
}

function isAbove(upper: Float64Array, lower: Float64Array, bar: number): boolean {
  return (upper[bar] ?? Number.NaN) > (lower[bar] ?? Number.NaN);
}

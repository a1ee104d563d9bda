import { addEvent, ENTER_LONG, ENTER_SHORT, type EventList, EXIT_LONG, EXIT_SHORT } from "./event-list.ts";

const UP = ENTER_LONG + EXIT_SHORT;
const DOWN = EXIT_LONG + ENTER_SHORT;

/**
 * Long when `a` crosses above `b`, short when it crosses below. A crossing above stands at bar i when a > b there, not so
 * one bar earlier, and a < b at some bar since the last NaN; a crossing below mirrors it.
 * So the first values after the warm-up never count as a crossing, and after a touch (a = b)
 * the side is taken anew. This is vectorbt's `crossed_above` / `crossed_below`.
 */
export function crossEvents(a: Float64Array, b: Float64Array, events: EventList): void {
  let wasAbove = false;
  let wasBelow = false;
  let everAbove = false;
  let everBelow = false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? Number.NaN;
    const y = b[i] ?? Number.NaN;
    if (x > y) {
      if (!wasAbove && everBelow) addEvent(events, i, UP);
      wasAbove = true;
      wasBelow = false;
      everAbove = true;
    } else if (x < y) {
      if (!wasBelow && everAbove) addEvent(events, i, DOWN);
      wasAbove = false;
      wasBelow = true;
      everBelow = true;
    } else {
      wasAbove = false;
      wasBelow = false;
      if (x !== y) {
        everAbove = false;
        everBelow = false;
      }
    }
  }
}

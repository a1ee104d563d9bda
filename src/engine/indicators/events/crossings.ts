import { crossEvents } from "../../signals/cross-events.ts";
import { createEventList, ENTER_LONG, EXIT_LONG } from "../../signals/event-list.ts";

/** Flags of one 0 or 1 per bar. */
export type CrossSide = "above" | "below" | "either";

/**
 * Where `a` crosses `b`, as the built-in strategies see it (and vectorbt): it is beyond `b` now, was not one bar earlier, and was on the
 * other side at some bar since the last NaN. The first known values are never a crossing.
 */
export function crossings(a: Float64Array, b: Float64Array, side: CrossSide): Uint8Array {
  const count = a.length;
  const events = createEventList(count);
  crossEvents(a, b, events, "since_warmup");
  const wanted = { above: ENTER_LONG, below: EXIT_LONG, either: ENTER_LONG | EXIT_LONG }[side];
  const flags = new Uint8Array(count);
  for (let event = 0; event < events.count; event++) {
    if (((events.actions[event] ?? 0) & wanted) !== 0) flags[events.bars[event] ?? 0] = 1;
  }
  return flags;
}

import { type Action, isNoAction } from "./action.ts";

/**
 * The actions as they were known at a moment. Of what was said at several times of one kind and day, that counts which became known
 * last: it takes the place of all that was said before, and takes it back where it is a split of 1 or a dividend of 0.
 *
 * @param moment milliseconds UTC
 * @returns by day, splits before dividends
 */
export function knownActions(actions: readonly Action[], moment: number): readonly Action[] {
  const latest = new Map<string, number>();
  for (const action of actions) {
    if (action.knownAt > moment) continue;
    latest.set(eventOf(action), Math.max(action.knownAt, latest.get(eventOf(action)) ?? Number.NEGATIVE_INFINITY));
  }
  return actions
    .filter((action) => latest.get(eventOf(action)) === action.knownAt && !isNoAction(action))
    .toSorted((a, b) => a.exDay - b.exDay || Number(a.kind === "dividend") - Number(b.kind === "dividend"));
}

function eventOf({ kind, exDay }: Action): string {
  return `${kind} ${exDay}`;
}

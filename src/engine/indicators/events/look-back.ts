/** What was `bars` ago. NaN before. @param bars at least 0: what comes later is the future */
export function shift(source: Float64Array, bars: number): Float64Array {
  return source.map((_, bar) => source[bar - bars] ?? Number.NaN);
}

/** Bars since the condition held: 0 at a bar at which it does. NaN before the first. */
export function barsSince(condition: ArrayLike<number | boolean>): Float64Array {
  const found = new Float64Array(condition.length);
  let since = Number.NaN;
  for (let bar = 0; bar < found.length; bar++) {
    since = holds(condition[bar]) ? 0 : since + 1;
    found[bar] = since;
  }
  return found;
}

/** The value at the latest bar at which the condition held, or at the n-th before that one. NaN before there was one. */
export function valueWhen(
  condition: ArrayLike<number | boolean>,
  source: Float64Array,
  occurrence: number,
): Float64Array {
  const found = new Float64Array(source.length);
  const held: number[] = [];
  for (let bar = 0; bar < found.length; bar++) {
    if (holds(condition[bar])) held.push(source[bar] ?? Number.NaN);
    found[bar] = held[held.length - 1 - occurrence] ?? Number.NaN;
  }
  return found;
}

function holds(value: number | boolean | undefined): boolean {
  return value === true || (typeof value === "number" && value !== 0 && !Number.isNaN(value));
}

/** Indices of a first value and of the end of those that follow it without a NaN. */
export type Spell = readonly [from: number, to: number];

/** All stretches in which none of the columns is NaN, in order. */
export function knownSpells(sources: readonly Float64Array[]): readonly Spell[] {
  const length = sources[0]?.length ?? 0;
  const isKnown = (bar: number): boolean => !sources.some((source) => Number.isNaN(source[bar]));
  const spells: Spell[] = [];
  for (let bar = 0; bar < length; bar++) {
    if (!isKnown(bar)) continue;
    const from = bar;
    while (bar < length && isKnown(bar)) bar++;
    spells.push([from, bar]);
  }
  return spells;
}

/**
 * An indicator over each stretch of known values by itself: a symbol that was listed later, or an indicator of an indicator, begins with
 * NaN, and its warm-up begins after them (as in pandas, TA-Lib and vectorbt). So it does after a gap: what came before a symbol left its
 * universe says nothing of it once it is back.
 *
 * @param column where it goes, one element per bar, NaN where the source is; returned
 * @param spells those of the source, where they are known already
 */
export function overKnownSpells(
  source: Float64Array,
  column: Float64Array,
  fill: (known: Float64Array, column: Float64Array) => unknown,
  spells = knownSpells([source]),
): Float64Array {
  const [first] = spells;
  if (first?.[0] === 0 && first[1] === source.length) {
    fill(source, column);
    return column;
  }
  column.fill(Number.NaN);
  for (const [from, to] of spells) fill(source.subarray(from, to), column.subarray(from, to));
  return column;
}

/** Values in the order in which they became known, each about a moment of its own. All columns have one length. */
export interface KnownSeries {
  /** Milliseconds UTC, ascending: when a value could be read by anybody. */
  readonly knownAt: Float64Array;
  /** Milliseconds UTC: what it is about, such as the end of a quarter. */
  readonly eventTime: Float64Array;
  readonly value: Float64Array;
}

export interface KnownRow {
  readonly knownAt: number;
  readonly eventTime: number;
  readonly value: number;
}

export function knownSeries(rows: readonly KnownRow[]): KnownSeries {
  const sorted = rows.toSorted((a, b) => a.knownAt - b.knownAt || a.eventTime - b.eventTime);
  return {
    knownAt: Float64Array.from(sorted, ({ knownAt }) => knownAt),
    eventTime: Float64Array.from(sorted, ({ eventTime }) => eventTime),
    value: Float64Array.from(sorted, ({ value }) => value),
  };
}

/**
 * What was known at each of some moments: of all values known by then the one about the latest event, and of several about
 * that, the one that became known last. So a restatement counts from its own publication on, and one of an older quarter never
 * takes the place of a newer one. Nothing that becomes known later changes what is said of an earlier moment.
 *
 * @param moments milliseconds UTC, ascending
 * @param maxAgeMs a value that became known longer ago than this counts as none; absent: it always counts
 * @returns one value per moment, NaN where nothing was known
 */
export function asOf(series: KnownSeries, moments: Float64Array, maxAgeMs = Number.POSITIVE_INFINITY): Float64Array {
  const { knownAt, eventTime, value } = series;
  let next = 0;
  let best = -1;
  return moments.map((moment) => {
    for (; next < knownAt.length && (knownAt[next] ?? 0) <= moment; next++) {
      if (best < 0 || (eventTime[next] ?? 0) >= (eventTime[best] ?? 0)) best = next;
    }
    return best < 0 || moment - (knownAt[best] ?? 0) > maxAgeMs ? Number.NaN : (value[best] ?? Number.NaN);
  });
}

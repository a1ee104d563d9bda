/** A curve with its own points in time. */
export interface Curve {
  readonly label: string;
  /** Seconds since 1970, ascending. */
  readonly time: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface JoinedCurves {
  readonly time: readonly number[];
  readonly lines: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
    readonly spansGaps: boolean;
  }[];
}

/** Curves on all points in time that any of them has; null where one has none. */
export function joinCurves(curves: readonly Curve[]): JoinedCurves {
  const time = [...new Set(curves.flatMap(({ time: own }) => own))].sort((one, other) => one - other);
  const lines = curves.map(({ label, time: own, values }) => {
    const byTime = new Map(own.map((at, place) => [at, values[place] ?? null]));
    return { label, values: time.map((at) => byTime.get(at) ?? null), spansGaps: true };
  });
  return { time, lines };
}

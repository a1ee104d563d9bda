/** A span of time that a chart covers: its curves are placed between 0 (left) and 1 (right). */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Null for fewer than two different times, over which nothing can be drawn. */
export function timeSpan(time: Float64Array): TimeSpan | null {
  const from = time[0];
  const to = time.at(-1);
  return from !== undefined && to !== undefined && from < to ? { from, to } : null;
}

export function positionsOf(time: Float64Array, { from, to }: TimeSpan): Float64Array {
  return time.map((at) => (at - from) / (to - from));
}

/** Lowest and highest finite value of several curves; null when there is none. */
export function rangeOf(curves: readonly Float64Array[]): readonly [low: number, high: number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const curve of curves) {
    for (let i = 0; i < curve.length; i += 1) {
      const value = curve[i] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

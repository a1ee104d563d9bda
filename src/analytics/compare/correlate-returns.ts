/** A curve of values at moments, both ascending in time. */
export interface TimedCurve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/** Fewer returns in common say nothing. */
const LEAST_RETURNS = 3;

/**
 * Pearson correlation of the returns of two curves between consecutive moments that both have; NaN for fewer than three such
 * returns, and where one of them never changes.
 */
export function correlateReturns(a: TimedCurve, b: TimedCurve): number {
  const [first, second] = commonReturns(a, b);
  const count = first.length;
  if (count < LEAST_RETURNS) return Number.NaN;
  const [meanA, meanB] = [meanOf(first), meanOf(second)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let at = 0; at < count; at++) {
    const [fromA, fromB] = [(first[at] ?? 0) - meanA, (second[at] ?? 0) - meanB];
    both += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  }
  const scale = Math.sqrt(squaresA * squaresB);
  return scale > 0 ? Math.max(-1, Math.min(1, both / scale)) : Number.NaN;
}

function commonReturns(a: TimedCurve, b: TimedCurve): readonly [readonly number[], readonly number[]] {
  const [returnsA, returnsB]: [number[], number[]] = [[], []];
  let before: { readonly a: number; readonly b: number } | null = null;
  for (let [i, j] = [0, 0]; i < a.time.length && j < b.time.length; ) {
    const [timeA = 0, timeB = 0] = [a.time[i], b.time[j]];
    if (timeA < timeB) i += 1;
    else if (timeB < timeA) j += 1;
    else {
      const now = { a: a.equity[i] ?? Number.NaN, b: b.equity[j] ?? Number.NaN };
      const [returnA, returnB] = [now.a / (before?.a ?? Number.NaN) - 1, now.b / (before?.b ?? Number.NaN) - 1];
      if (Number.isFinite(returnA) && Number.isFinite(returnB)) {
        returnsA.push(returnA);
        returnsB.push(returnB);
      }
      before = now;
      i += 1;
      j += 1;
    }
  }
  return [returnsA, returnsB];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

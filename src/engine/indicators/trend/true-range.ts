/** Columns of prices of one length. */
export interface RangeColumns {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/**
 * True range (Wilder 1978): the widest of high − low, |high − previous close| and |low − previous close|. NaN for the first bar, which has no
 * previous close, as in TA-Lib.
 */
export function trueRange({ high, low, close }: RangeColumns): Float64Array {
  const range = new Float64Array(close.length).fill(Number.NaN);
  for (let bar = 1; bar < close.length; bar++) {
    const before = close[bar - 1] ?? Number.NaN;
    const top = high[bar] ?? Number.NaN;
    const bottom = low[bar] ?? Number.NaN;
    range[bar] = Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
  }
  return range;
}

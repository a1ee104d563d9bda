/** Change over `window` bars. NaN for the first `window` of them. */
export function momentum(source: Float64Array, window: number): Float64Array {
  return source.map((value, bar) => value - (source[bar - window] ?? Number.NaN));
}

/** The same in percent; 0 where it was 0, as in TA-Lib. */
export function rateOfChange(source: Float64Array, window: number): Float64Array {
  return source.map((value, bar) => {
    const before = source[bar - window] ?? Number.NaN;
    return before === 0 ? 0 : (value / before - 1) * 100;
  });
}

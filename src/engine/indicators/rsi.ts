export const RSI_VARIANTS = ["wilder", "simple"] as const;
export type RsiVariant = (typeof RSI_VARIANTS)[number];

export interface RsiOptions {
  /** Bars, at least 1. */
  readonly window: number;
  readonly variant: RsiVariant;
}

/**
 * Relative strength index: 100 · average gain ÷ (average gain + average loss) over `window` changes, 0…100.
 * `wilder` starts at the simple average of the first `window` changes and then smooths with 1 ÷ window (as TA-Lib does);
 * `simple` (Cutler's) averages the last `window` changes. 50 where nothing moved. NaN for the first `window` bars.
 *
 * @param index where it goes, one element per bar; returned
 */
export function rsi(source: Float64Array, { window, variant }: RsiOptions, index: Float64Array): Float64Array {
  index.fill(Number.NaN);
  const change = (bar: number): number => (source[bar] ?? Number.NaN) - (source[bar - 1] ?? Number.NaN);
  let gain = 0;
  let loss = 0;
  for (let bar = window; bar < source.length; bar++) {
    if (bar === window || variant === "simple") {
      gain = 0; // anew each time: a running sum would leave rounding errors behind once the price stands still
      loss = 0;
      for (let past = bar - window + 1; past <= bar; past++) {
        gain += Math.max(change(past), 0) / window;
        loss += Math.max(-change(past), 0) / window;
      }
    } else {
      gain += (Math.max(change(bar), 0) - gain) / window;
      loss += (Math.max(-change(bar), 0) - loss) / window;
    }
    index[bar] = gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
  }
  return index;
}

/**
 * The moving-average crossover of CASES.md sections 3 to 5, as plainly as can be: all cash in at the close at which the
 * fast average crosses above the slow one, all out when it crosses below, a fee on both sides. Only for tests.
 */
export interface ObviousRun {
  /** Account value at each close, from a capital of 1. */
  readonly equity: Float64Array;
  readonly entries: number;
}

export const FEE = 0.001;

/** The 15 pairs fast < slow of these windows, in lexicographic order. */
export const FIFTEEN_PAIRS: readonly (readonly [number, number])[] = [5, 10, 20, 50, 100, 200].flatMap(
  (fast, i, windows) => windows.slice(i + 1).map((slow) => [fast, slow] as const),
);

/** Trades bars `from`…`to` − 1 with the averages of the whole history; starts without a position. */
export function obviousMaCross(
  close: Float64Array,
  pair: readonly [number, number],
  range: { readonly from: number; readonly to: number } = { from: 0, to: close.length },
): ObviousRun {
  const fast = movingAverage(close, pair[0]);
  const slow = movingAverage(close, pair[1]);
  const equity = new Float64Array(range.to - range.from);
  let cash = 1;
  let units = 0;
  let entries = 0;
  for (let bar = range.from; bar < range.to; bar++) {
    const price = close[bar] ?? 0;
    const before = (fast[bar - 1] ?? Number.NaN) - (slow[bar - 1] ?? Number.NaN);
    const now = (fast[bar] ?? Number.NaN) - (slow[bar] ?? Number.NaN);
    if (before < 0 && now > 0 && units === 0) {
      units = cash / (1 + FEE) / price;
      cash = 0;
      entries += 1;
    } else if (before > 0 && now < 0 && units > 0) {
      cash = units * price * (1 - FEE);
      units = 0;
    }
    equity[bar - range.from] = cash + units * price;
  }
  return { equity, entries };
}

/** Difference of cumulative sums; NaN until the window is full. */
function movingAverage(values: Float64Array, window: number): Float64Array {
  const average = new Float64Array(values.length).fill(Number.NaN);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += (values[i] ?? 0) - (values[i - window] ?? 0);
    if (i >= window - 1) average[i] = sum / window;
  }
  return average;
}

import type { RangeColumns } from "./true-range.ts";

export interface DirectionalColumns {
  readonly plusDi: Float64Array;
  readonly minusDi: Float64Array;
  readonly dx: Float64Array;
}

/**
 * Wilder's directional movement (1978), 0…100, with the sums of TA-Lib: they begin with the first `window − 1` moves and lose one part in
 * `window` with each later one. NaN for the first `window` bars. Where nothing moved, both lines are 0 and `dx` stays as it was, 0 at first.
 *
 * @param window bars, at least 2
 */
export function directional(bars: RangeColumns, window: number): DirectionalColumns {
  const count = bars.close.length;
  const unknown = (): Float64Array => new Float64Array(count).fill(Number.NaN);
  const found = { plusDi: unknown(), minusDi: unknown(), dx: unknown() };
  const sums = { plus: 0, minus: 0, range: 0 };
  let dx = 0;
  for (let bar = 1; bar < count; bar++) {
    if (bar >= window) {
      sums.plus -= sums.plus / window;
      sums.minus -= sums.minus / window;
      sums.range -= sums.range / window;
    }
    addMove(sums, bars, bar);
    if (bar < window) continue;
    const isStill = sums.range === 0;
    const plus = isStill ? 0 : (100 * sums.plus) / sums.range;
    const minus = isStill ? 0 : (100 * sums.minus) / sums.range;
    if (plus + minus !== 0) dx = (100 * Math.abs(plus - minus)) / (plus + minus);
    found.plusDi[bar] = plus;
    found.minusDi[bar] = minus;
    found.dx[bar] = dx;
  }
  return found;
}

function addMove(
  sums: { plus: number; minus: number; range: number },
  { high, low, close }: RangeColumns,
  bar: number,
): void {
  const top = high[bar] ?? Number.NaN;
  const bottom = low[bar] ?? Number.NaN;
  const before = close[bar - 1] ?? Number.NaN;
  const up = top - (high[bar - 1] ?? Number.NaN);
  const down = (low[bar - 1] ?? Number.NaN) - bottom;
  if (up > 0 && up > down) sums.plus += up;
  else if (down > 0 && down > up) sums.minus += down;
  sums.range += Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
}

/**
 * Average directional index: Wilder's average of `dx`, from the mean of its first `window` values on. NaN for the first
 * 2·window − 1 bars.
 */
export function adx(bars: RangeColumns, window: number): Float64Array {
  const { plusDi, minusDi, dx } = directional(bars, window);
  const index = new Float64Array(dx.length).fill(Number.NaN);
  const first = 2 * window - 1;
  let value = 0;
  for (let bar = window; bar < dx.length; bar++) {
    // Where nothing moved there is no direction to be counted.
    const isMoved = (plusDi[bar] ?? 0) + (minusDi[bar] ?? 0) !== 0;
    const now = dx[bar] ?? Number.NaN;
    if (bar <= first) value += isMoved ? now / window : 0;
    else if (isMoved) value += (now - value) / window;
    if (bar >= first) index[bar] = value;
  }
  return index;
}

/** Mean of the index now and `window − 1` bars ago. NaN for the first 3·window − 2 bars. */
export function adxr(bars: RangeColumns, window: number): Float64Array {
  const index = adx(bars, window);
  return index.map((value, bar) => (value + (index[bar - window + 1] ?? Number.NaN)) / 2);
}

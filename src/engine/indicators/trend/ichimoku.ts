import { extremeValues } from "../windows/extreme-bars.ts";

export interface IchimokuColumns {
  /** Tenkan: middle of the range of `conversion` bars. */
  readonly conversion: Float64Array;
  /** Kijun: the same of `base` bars. */
  readonly base: Float64Array;
  /** Senkou A and B, the edges of the cloud over this bar: what `leadA` and `leadB` were `base` bars ago. */
  readonly spanA: Float64Array;
  readonly spanB: Float64Array;
  /** What this bar says of the cloud `base` bars later. */
  readonly leadA: Float64Array;
  readonly leadB: Float64Array;
}

/**
 * Ichimoku Kinko Hyo (Hosoda 1969). Every column has what is known at its bar: spans are moved into the past of the bar that they
 * lie over, never out of its future. The lagging line (chikou) is the close drawn `base` bars earlier: compare the close with
 * that of `base` bars ago instead.
 */
export function ichimoku(
  { high, low }: { readonly high: Float64Array; readonly low: Float64Array },
  conversion: number,
  base: number,
  span: number,
): IchimokuColumns {
  const middle = (window: number): Float64Array => {
    const bottom = extremeValues(low, window, -1);
    return extremeValues(high, window, 1).map((top, bar) => (top + (bottom[bar] ?? Number.NaN)) / 2);
  };
  const later = (column: Float64Array): Float64Array => column.map((_, bar) => column[bar - base] ?? Number.NaN);
  const quick = middle(conversion);
  const slow = middle(base);
  const leadA = quick.map((value, bar) => (value + (slow[bar] ?? Number.NaN)) / 2);
  const leadB = middle(span);
  return { conversion: quick, base: slow, spanA: later(leadA), spanB: later(leadB), leadA, leadB };
}

import { type RangeExtremes, rangeExtremes } from "./range-extremes.ts";

/**
 * Running sums over the closes of a symbol: element i adds up the bars before i. The sums over any
 * stretch of bars are differences of two elements, and a position that holds the whole account
 * has the returns of the price, so its moments cost no walk.
 */
export interface PriceSums {
  readonly close: Float64Array;
  /** Σ close. */
  readonly closes: Float64Array;
  /** Σ r^k of the returns of the price; bar 0 has none. */
  readonly s1: Float64Array;
  readonly s2: Float64Array;
  readonly s3: Float64Array;
  readonly s4: Float64Array;
  /** Σ r² over the bars that fell. */
  readonly downside: Float64Array;
  /** Of the closes. */
  readonly extremes: RangeExtremes;
}

export function priceSums(close: Float64Array): PriceSums {
  const column = (): Float64Array => new Float64Array(close.length + 1);
  const sums: PriceSums = {
    close,
    closes: column(),
    s1: column(),
    s2: column(),
    s3: column(),
    s4: column(),
    downside: column(),
    extremes: rangeExtremes(close),
  };
  let before = close[0] ?? Number.NaN;
  for (let bar = 0; bar < close.length; bar++) {
    const price = close[bar] ?? Number.NaN;
    const r = price / before - 1;
    before = price;
    append(sums.closes, bar, price);
    append(sums.s1, bar, r);
    const square = r * r;
    append(sums.s2, bar, square);
    append(sums.s3, bar, square * r);
    append(sums.s4, bar, square * square);
    append(sums.downside, bar, r < 0 ? square : 0);
  }
  return sums;
}

function append(totals: Float64Array, bar: number, value: number): void {
  totals[bar + 1] = (totals[bar] ?? 0) + value;
}

/** Of one column, over the bars from…to−1. */
export function sumBetween(totals: Float64Array, from: number, to: number): number {
  return (totals[to] ?? Number.NaN) - (totals[from] ?? Number.NaN);
}

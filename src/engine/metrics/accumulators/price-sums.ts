import { type BlockExtremes, blockExtremes } from "./block-extremes.ts";

/** Places of the sums within a row of `PriceSums.totals`: Σ r^k of the returns, Σ r² of the bars that fell, Σ close. */
export const S1 = 0;
export const S2 = 1;
export const S3 = 2;
export const S4 = 3;
export const DOWNSIDE = 4;
export const CLOSES = 5;

/** Eight numbers fill a cache line, so that all sums up to a bar are fetched at once. */
export const ROW = 8;

/**
 * Running sums over the closes of a symbol. The sums over any stretch of bars are differences of two rows, and
 * a position that holds the whole account has the returns of the price, so its moments cost no walk. A curve may stand in
 * for the closes: what stays at 0 returns nothing, and below 0 growth of the debt is a loss.
 */
export interface PriceSums {
  readonly close: Float64Array;
  /** Row i adds up the bars before i; bar 0 has no return. */
  readonly totals: Float64Array;
  /** Of the closes. */
  readonly extremes: BlockExtremes;
  /** The lowest close; NaN where there is none. */
  readonly lowest: number;
}

export function priceSums(close: Float64Array): PriceSums {
  const totals = new Float64Array((close.length + 1) * ROW);
  let before = close[0] ?? Number.NaN;
  let lowest = before;
  for (let bar = 0; bar < close.length; bar++) {
    const price = close[bar] ?? Number.NaN;
    let r = price === before ? 0 : price / before - 1;
    if (before < 0) r = -r;
    const square = r * r;
    const from = bar * ROW;
    append(totals, from + S1, r);
    append(totals, from + S2, square);
    append(totals, from + S3, square * r);
    append(totals, from + S4, square * square);
    append(totals, from + DOWNSIDE, r < 0 ? square : 0);
    append(totals, from + CLOSES, price);
    lowest = Math.min(lowest, price);
    before = price;
  }
  return { close, totals, extremes: blockExtremes(close), lowest };
}

function append(totals: Float64Array, at: number, value: number): void {
  totals[at + ROW] = (totals[at] ?? Number.NaN) + value;
}

/** One of the sums, over the bars from…to−1. */
export function sumBetween({ totals }: PriceSums, sum: number, from: number, to: number): number {
  return (totals[to * ROW + sum] ?? Number.NaN) - (totals[from * ROW + sum] ?? Number.NaN);
}

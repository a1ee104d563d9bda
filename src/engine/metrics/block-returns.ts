import type { EquityOrigin } from "./equity-sums.ts";
import { type PriceSums, S1, S2, sumBetween } from "./price-sums.ts";

/** Where the sums of one cell go: one element per block, from `offset` on. */
export interface BlockTarget {
  /** First bar of each block, and the number of bars at the end. */
  readonly starts: ArrayLike<number>;
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
  readonly offset: number;
}

/** Σr and Σr² of a cell over consecutive blocks of bars, by the same walk as `equitySums`. */
export function blockReturns(origin: EquityOrigin, prices: PriceSums, target: BlockTarget): void {
  const { ledger } = origin;
  const { close } = prices;
  let equity = origin.initialCapital;
  let cash = equity;
  let units = 0;
  let bar = 0;
  let block = 0;
  for (let row = 0; row <= ledger.count; row++) {
    const to = row < ledger.count ? (ledger.bar[row] ?? 0) : close.length;
    for (let isFirst = true; bar < to; isFirst = false) {
      while ((target.starts[block + 1] ?? Number.POSITIVE_INFINITY) <= bar) block++;
      const end = Math.min(to, target.starts[block + 1] ?? to);
      const next = isFirst || (cash !== 0 && units !== 0) ? bar + 1 : end;
      const at = target.offset + block;
      if (next > bar + 1 && units !== 0) {
        target.sum[at] = (target.sum[at] ?? 0) + sumBetween(prices, S1, bar, next);
        target.sumOfSquares[at] = (target.sumOfSquares[at] ?? 0) + sumBetween(prices, S2, bar, next);
        equity = units * (close[next - 1] ?? Number.NaN);
      } else {
        const before = equity;
        equity = units === 0 ? cash : cash + units * (close[bar] ?? Number.NaN);
        const r = equity === before ? 0 : equity / before - 1;
        target.sum[at] = (target.sum[at] ?? 0) + r;
        target.sumOfSquares[at] = (target.sumOfSquares[at] ?? 0) + r * r;
      }
      bar = next;
    }
    cash = ledger.cash[row] ?? Number.NaN;
    units = ledger.position[row] ?? Number.NaN;
  }
}

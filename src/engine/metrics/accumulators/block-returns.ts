import {
  BLOCK_BAR,
  BLOCK_EQUITY,
  BLOCK_STRETCH,
  BLOCKS,
  CASH,
  IS_LOST,
  LOWEST,
  UNITS,
} from "../../extend/cell-standing.ts";
import { returnsOf } from "../series/returns.ts";
import type { EquityOrigin } from "./equity-origin.ts";
import { ledgerEquity } from "./ledger-equity.ts";
import { type PriceSums, S1, S2, sumBetween } from "./price-sums.ts";

/** Where the sums of one cell go: one element per block, from `offset` on. */
export interface BlockTarget {
  /** First bar of each block, and the number of bars at the end. */
  readonly starts: ArrayLike<number>;
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
  readonly offset: number;
}

/** Σr and Σr² of a cell over consecutive blocks of bars. */
export function blockReturns(origin: EquityOrigin, prices: PriceSums, target: BlockTarget): void {
  const lowest = walkBlocks(origin, prices, target);
  const isSolvent = lowest > 0;
  if (isSolvent) return;
  if (origin.standing !== undefined) origin.standing[IS_LOST] = 1;
  addRuinedBlocks(origin, prices.close, target);
}

/** Bar by bar, with the returns of `returnsOf`. */
function addRuinedBlocks({ ledger, initialCapital }: EquityOrigin, close: Float64Array, target: BlockTarget): void {
  const { starts, sum, sumOfSquares, offset } = target;
  const returns = returnsOf(ledgerEquity(ledger, close, initialCapital, Int32Array.from(close.keys())), initialCapital);
  for (let block = 0; block + 1 < starts.length; block++) {
    const own = returns.subarray(starts[block], starts[block + 1]);
    sum[offset + block] = own.reduce((total, r) => total + r, 0);
    sumOfSquares[offset + block] = own.reduce((total, r) => total + r * r, 0);
  }
}

/**
 * By the same walk as `equitySums`, for an equity that is above 0: a stretch between two fills is stepped through when it
 * has both cash and units; else its first bar alone, and the rest comes from running sums.
 *
 * @returns the lowest equity that it met: at or below 0 the sums are of no use
 */
function walkBlocks(origin: EquityOrigin, prices: PriceSums, target: BlockTarget): number {
  const { ledger, standing } = origin;
  const { close } = prices;
  const { starts, sum, sumOfSquares, offset } = target;
  const last = ledger.count;
  let equity = origin.initialCapital;
  let cash = equity;
  let units = 0;
  let bar = 0;
  let first = 0;
  let block = 0;
  let lowest = equity;
  if (standing !== undefined) {
    equity = standing[BLOCK_EQUITY] ?? 0;
    cash = standing[CASH] ?? 0;
    units = standing[UNITS] ?? 0;
    bar = standing[BLOCK_BAR] ?? 0;
    first = standing[BLOCK_STRETCH] ?? 0;
    lowest = standing[LOWEST] ?? 0;
    const blocks = starts.length - 1;
    for (let known = 0; known < blocks; known++) {
      sum[offset + known] = standing[BLOCKS + known] ?? 0;
      sumOfSquares[offset + known] = standing[BLOCKS + blocks + known] ?? 0;
    }
    // The bars that are new are nearly always in the last one.
    if (bar >= (starts[blocks - 1] ?? 0)) block = blocks - 1;
  }
  for (let row = 0; row <= last; row++) {
    const to = row < last ? (ledger.bar[row] ?? 0) : close.length;
    const isMixed = units < 0 || (cash !== 0 && units !== 0);
    while (bar < to) {
      while ((starts[block + 1] ?? Number.POSITIVE_INFINITY) <= bar) block++;
      const end = Math.min(to, starts[block + 1] ?? to);
      const stepEnd = isMixed ? end : first + 1;
      let s1 = sum[offset + block] ?? 0;
      let s2 = sumOfSquares[offset + block] ?? 0;
      for (; bar < stepEnd; bar++) {
        const before = equity;
        equity = cash + units * (close[bar] ?? Number.NaN);
        const r = equity / before - 1;
        lowest = Math.min(lowest, equity);
        s1 += r;
        s2 += r * r;
      }
      // A longer stretch goes on from here.
      if (standing !== undefined && end === close.length) {
        const blocks = starts.length - 1;
        for (let known = 0; known < block; known++) {
          standing[BLOCKS + known] = sum[offset + known] ?? 0;
          standing[BLOCKS + blocks + known] = sumOfSquares[offset + known] ?? 0;
        }
        standing[BLOCKS + block] = s1;
        standing[BLOCKS + blocks + block] = s2;
        standing[BLOCK_BAR] = bar;
        standing[BLOCK_EQUITY] = equity;
        standing[BLOCK_STRETCH] = first;
        standing[LOWEST] = lowest;
      }
      if (bar < end && units !== 0) {
        s1 += sumBetween(prices, S1, bar, end);
        s2 += sumBetween(prices, S2, bar, end);
        equity = units * (close[end - 1] ?? Number.NaN);
      }
      bar = end;
      sum[offset + block] = s1;
      sumOfSquares[offset + block] = s2;
    }
    first = to;
    cash = ledger.cash[row] ?? Number.NaN;
    units = ledger.position[row] ?? Number.NaN;
  }
  return lowest;
}

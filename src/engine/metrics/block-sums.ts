import { blockStarts } from "../../core/block-starts.ts";
import type { EquityOrigin } from "./equity-sums.ts";
import { type PriceSums, sumBetween } from "./price-sums.ts";

/**
 * Sums of the returns of every cell over consecutive blocks of bars (core/block-starts.ts), at
 * `cell * blocks + block`: what the overfitting statistics need instead of the curves. The first return is against the initial capital.
 */
export interface BlockSums {
  readonly cells: number;
  readonly blocks: number;
  /** Σr; 0 for a cell that failed. */
  readonly sum: Float64Array<ArrayBuffer>;
  /** Σr². */
  readonly sumOfSquares: Float64Array<ArrayBuffer>;
}

export function createBlockSums(cells: number, blocks: number): BlockSums {
  return { cells, blocks, sum: new Float64Array(cells * blocks), sumOfSquares: new Float64Array(cells * blocks) };
}

/** Where the sums of one cell are added. */
export interface BlockRow {
  readonly sums: BlockSums;
  readonly cell: number;
}

/** Adds the returns that the fills of a ledger make. Flat stretches cost nothing, those with the whole account in the position one look-up per block. */
export function addLedgerBlocks(
  { ledger, initialCapital }: Pick<EquityOrigin, "ledger" | "initialCapital">,
  prices: PriceSums,
  row: BlockRow,
): void {
  const { close } = prices;
  const starts = blockStarts(close.length, row.sums.blocks);
  let equity = initialCapital;
  let cash = initialCapital;
  let units = 0;
  let from = 0;
  for (let fill = 0; fill <= ledger.count; fill++) {
    const to = fill < ledger.count ? (ledger.bar[fill] ?? 0) : close.length;
    if (to > from) {
      // The first bar ends what the fills at its open began; when flat, nothing moves after it.
      const first = { from, to: from + 1, cash, units, equity };
      if (units !== 0 || equity !== cash) equity = addWalk(first, close, { starts, row });
      const rest = { from: from + 1, to, cash, units, equity };
      if (units !== 0 && cash !== 0) equity = addWalk(rest, close, { starts, row });
      else if (units !== 0 && to > from + 1) equity = addPrices(rest, prices, { starts, row });
      from = to;
    }
    cash = ledger.cash[fill] ?? Number.NaN;
    units = ledger.position[fill] ?? Number.NaN;
  }
}

/** Adds the returns of an equity curve that is there already. */
export function addCurveBlocks(equity: Float64Array, initialCapital: number, row: BlockRow): void {
  const starts = blockStarts(equity.length, row.sums.blocks);
  addWalk({ from: 0, to: equity.length, cash: 0, units: 1, equity: initialCapital }, equity, { starts, row });
}

/** Bars from…to−1 with the same cash and position; `equity` is that of the bar before. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly cash: number;
  readonly units: number;
  readonly equity: number;
}

interface Target {
  readonly starts: Int32Array;
  readonly row: BlockRow;
}

/** @returns the equity at the end of the stretch */
function addWalk(stretch: Stretch, close: Float64Array, { starts, row }: Target): number {
  const { cash, units } = stretch;
  let { equity, from } = stretch;
  for (let block = blockOf(starts, from); from < stretch.to; block++) {
    const to = Math.min(stretch.to, starts[block + 1] ?? stretch.to);
    let sum = 0;
    let squares = 0;
    for (let bar = from; bar < to; bar++) {
      const before = equity;
      equity = cash + units * (close[bar] ?? Number.NaN);
      const r = before > 0 ? equity / before - 1 : 0;
      sum += r;
      squares += r * r;
    }
    add(row, block, sum, squares);
    from = to;
  }
  return equity;
}

/** The whole account is in the position: its returns are those of the price. */
function addPrices(stretch: Stretch, prices: PriceSums, { starts, row }: Target): number {
  let { from } = stretch;
  for (let block = blockOf(starts, from); from < stretch.to; block++) {
    const to = Math.min(stretch.to, starts[block + 1] ?? stretch.to);
    add(row, block, sumBetween(prices.s1, from, to), sumBetween(prices.s2, from, to));
    from = to;
  }
  return stretch.units * (prices.close[stretch.to - 1] ?? Number.NaN);
}

function add({ sums, cell }: BlockRow, block: number, sum: number, squares: number): void {
  const at = cell * sums.blocks + block;
  sums.sum[at] = (sums.sum[at] ?? 0) + sum;
  sums.sumOfSquares[at] = (sums.sumOfSquares[at] ?? 0) + squares;
}

/** The block that a bar is in. */
function blockOf(starts: Int32Array, bar: number): number {
  let block = 0;
  while ((starts[block + 1] ?? Number.POSITIVE_INFINITY) <= bar) block++;
  return block;
}

/**
 * What a cell has come to by the last bar that it was traded on: enough to go on at the next one, with every sum in the order
 * in which the whole way adds it up. One row of numbers per cell; these are the places in it. A stretch without a fill is
 * kept as it stood before its end was added, since a longer one is added up in one go.
 */
export type CellStanding = Float64Array;

/** Raised whenever a place changes its meaning; part of what standings are found by. */
export const STANDING_VERSION = 1;

/** Bars that were traded; 0 in the standing of a cell that has to be traded from the first bar. */
export const BARS = 0;
/** After the last fill. */
export const CASH = 1;
export const UNITS = 2;

/** Of the account, beside cash and units. */
export const DEBT = 3;
export const FREE_CASH = 4;
export const ENTRY_BAR = 5;
export const EXIT_BAR = 6;
export const CARRIED_BAR = 7;

/** Of the bars between two signals. */
export const NEXT_BAR = 8;
export const LEFT_AT = 9;
export const HAS_ENDED = 10;
/** Stops of the position; a side of 0 for none. */
export const WATCH_SIDE = 11;
export const WATCH_BASIS = 12;
export const WATCH_STOP_LOSS = 13;
export const WATCH_TAKE_PROFIT = 14;
export const WATCH_TRAILING = 15;
export const WATCH_BEST = 16;

/** Of the falls of the equity. */
export const MAX_DRAWDOWN = 17;
export const UNDER_WATER = 18;
export const PEAK = 19;
export const PEAK_BAR = 20;

/** Of the walk along the equity: where the last stretch begins, and up to where it was stepped through. */
export const STRETCH_FROM = 21;
export const STEPPED_TO = 22;
/** S1 … S4, downside, equity sum, bars held, still bars, equity. */
export const WALK = 23;

/** Twelve sums over trades, in the order of `trade-sums.ts`. */
export const TRADES = 32;
/** Of the trade that is open. */
export const TRIP_UNITS = 44;
export const TRIP_BAR = 45;
export const TRIP_PRICE = 46;
export const TRIP_FEE = 47;
export const TRIP_DIVIDENDS = 48;
export const TRIP_BORROW_COST = 49;

/** Refused entries, one place for each of `REFUSING`. */
export const REFUSED = 50;

/** Above 0 where what was kept does not do, and the cell has to be traded from the first bar. */
export const IS_LOST = 55;

/** Of the sums by blocks: where the last stretch begins, up to which bar they go, the equity there, the lowest equity. */
export const BLOCK_STRETCH = 56;
export const BLOCK_BAR = 57;
export const BLOCK_EQUITY = 58;
export const LOWEST = 59;
/** Σr of every block, then Σr². */
export const BLOCKS = 60;

/** Numbers in the standing of a cell whose returns are summed over so many blocks. */
export function standingWidth(blocks: number): number {
  return BLOCKS + 2 * blocks;
}

/** Of an account that has seen no bar. */
export function forgetCell(standing: CellStanding, initialCapital: number, capitalIsPeak: boolean): void {
  standing.fill(0);
  standing[CASH] = initialCapital;
  standing[FREE_CASH] = initialCapital;
  standing[EXIT_BAR] = Number.NEGATIVE_INFINITY;
  standing[CARRIED_BAR] = -1;
  standing[LEFT_AT] = -1;
  standing[PEAK] = capitalIsPeak ? initialCapital : 0;
  standing[PEAK_BAR] = -1;
  standing[WALK + 8] = initialCapital;
  standing[BLOCK_EQUITY] = initialCapital;
  standing[LOWEST] = initialCapital;
}

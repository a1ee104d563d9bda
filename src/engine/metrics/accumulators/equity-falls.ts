import { drawdownDepth } from "../../../core/metrics/drawdown-depth.ts";
import { BARS, CASH, MAX_DRAWDOWN, PEAK, PEAK_BAR, UNDER_WATER, UNITS } from "../../extend/cell-standing.ts";
import { BLOCK_BITS, spanPower } from "./block-extremes.ts";
import type { EquityOrigin } from "./equity-origin.ts";
import type { PriceSums } from "./price-sums.ts";

/** How deep and how long an equity falls below its peaks. */
export interface EquityFalls {
  /** As a fraction of the peak. */
  readonly maxDrawdown: number;
  /** Longest run of bars below the peak before it. */
  readonly longestUnderWater: number;
}

const BLOCK = 2 ** BLOCK_BITS;
/** Far above the rounding errors of a quotient: whether a fall is the deepest is mostly seen without a division. */
const MARGIN = 1e-12;

/**
 * The drawdowns of the equity that the fills of a ledger make, without storing it. Bars are looked at only where the
 * highest and lowest closes around them allow for a new peak or a deeper fall. Much of a sweep's time is spent here,
 * so it is one function over local variables: numbers in the fields of objects are allocated one by one.
 */
export function equityFalls(origin: EquityOrigin, { close, extremes }: PriceSums): EquityFalls {
  const { initialCapital, ledger, standing } = origin;
  const { count, bar: barOf, cash: cashOf, position } = ledger;
  const blocks = extremes[0] ?? close;
  let maxDrawdown = 0;
  let longestUnderWater = 0;
  let peak = origin.capitalIsPeak ? initialCapital : 0;
  let peakBar = -1;
  let cash = initialCapital;
  let units = 0;
  let from = 0;
  if (standing !== undefined) {
    maxDrawdown = standing[MAX_DRAWDOWN] ?? 0;
    longestUnderWater = standing[UNDER_WATER] ?? 0;
    peak = standing[PEAK] ?? 0;
    peakBar = standing[PEAK_BAR] ?? 0;
    cash = standing[CASH] ?? 0;
    units = standing[UNITS] ?? 0;
    from = standing[BARS] ?? 0;
  }
  // What is left of a peak in the deepest fall, but for rounding; and of the present peak: above it nothing is new.
  let kept = 1 - maxDrawdown + MARGIN;
  let floor = peak * kept;
  for (let row = 0; row <= count; row++) {
    const to = row < count ? (barOf[row] ?? 0) : close.length;
    let walkedFrom = to;
    if (units === 0 && from < to) {
      if (cash >= peak) {
        longestUnderWater = Math.max(longestUnderWater, from - peakBar - 1);
        peakBar = to - 1;
        peak = cash;
        floor = peak * kept;
      } else if (cash < floor) {
        maxDrawdown = Math.max(maxDrawdown, drawdownDepth(cash, peak));
        kept = 1 - maxDrawdown + MARGIN;
        floor = peak * kept;
      }
    } else if (from < to) {
      const firstBlock = from >> BLOCK_BITS;
      const lastBlock = (to - 1) >> BLOCK_BITS;
      const power = spanPower(firstBlock, lastBlock);
      const spans = extremes[power] ?? blocks;
      const left = 2 * firstBlock;
      const right = 2 * (lastBlock + 1 - (1 << power));
      const high = cash + units * Math.max(spans[left] ?? 0, spans[right] ?? 0);
      const low = cash + units * Math.min(spans[left + 1] ?? 0, spans[right + 1] ?? 0);
      const isQuiet = high < peak && low < peak && high >= floor && low >= floor;
      if (!isQuiet) walkedFrom = from;
    }
    for (let bar = walkedFrom; bar < to; ) {
      const start = bar;
      const block = bar >> BLOCK_BITS;
      const end = Math.min(to, (block + 1) << BLOCK_BITS);
      const a = cash + units * (blocks[2 * block] ?? 0);
      const b = cash + units * (blocks[2 * block + 1] ?? 0);
      const best = a > b ? a : b;
      const worst = a > b ? b : a;
      const isQuiet = best < peak && worst >= floor;
      // A whole block may do no more than raise the peak: when it falls too little, and comes too soon after the last one.
      const isShallow = worst >= best * kept && end - 2 - peakBar <= longestUnderWater;
      if (isQuiet) {
        bar = end;
      } else if (isShallow && best >= peak && end - start === BLOCK) {
        peak = best;
        peakBar = end - 1;
        while (cash + units * (close[peakBar] ?? 0) < best) peakBar--;
        floor = peak * kept;
        bar = end;
      }
      for (; bar < end; bar++) {
        const value = cash + units * (close[bar] ?? 0);
        if (value >= peak) {
          longestUnderWater = Math.max(longestUnderWater, bar - peakBar - 1);
          peakBar = bar;
          peak = value;
          floor = peak * kept;
        } else if (value < floor) {
          maxDrawdown = Math.max(maxDrawdown, drawdownDepth(value, peak));
          kept = 1 - maxDrawdown + MARGIN;
          floor = peak * kept;
        }
      }
    }
    from = to;
    cash = cashOf[row] ?? Number.NaN;
    units = position[row] ?? Number.NaN;
  }
  if (standing !== undefined) {
    standing[MAX_DRAWDOWN] = maxDrawdown;
    standing[UNDER_WATER] = longestUnderWater;
    standing[PEAK] = peak;
    standing[PEAK_BAR] = peakBar;
  }
  // An equity that never was above 0 has no drawdown, but for a debt.
  const isUndefined = peak === 0 && maxDrawdown === 0 && close.length > 0;
  return {
    maxDrawdown: isUndefined ? Number.NaN : maxDrawdown,
    longestUnderWater: Math.max(longestUnderWater, close.length - 1 - peakBar),
  };
}

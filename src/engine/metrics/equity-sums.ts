import type { Ledger } from "../fills/ledger.ts";
import { CLOSES, DOWNSIDE, type PriceSums, ROW, S1, S2, S3, S4, sumBetween } from "./price-sums.ts";
import { highestBetween, lowestBetween } from "./range-extremes.ts";

/** What a walk along the equity of a cell adds up; the metrics are made of it. */
export interface EquitySums {
  /** Σ (r − shift)^k over all bars, r the return of a bar; the first return is against the initial capital. */
  readonly s1: number;
  readonly s2: number;
  readonly s3: number;
  readonly s4: number;
  /** Σ r² over the bars with a loss. */
  readonly downside: number;
  /** Σ equity over all bars. */
  readonly equitySum: number;
  /** Bars with a position at their close. */
  readonly barsHeld: number;
  /** Largest fall from a peak as a fraction of it. */
  readonly maxDrawdown: number;
  /** Longest run of bars below the peak before it. */
  readonly longestUnderWater: number;
  /** After the last bar. */
  readonly equity: number;
}

/** Whose equity, and from where. */
export interface EquityOrigin {
  readonly ledger: Ledger;
  /** Above 0; the first return is measured against it. */
  readonly initialCapital: number;
  /** Whether the initial capital is the first peak of drawdowns; else the first bar's equity is. */
  readonly capitalIsPeak: boolean;
}

/**
 * What the equity adds up to that the fills of a ledger make. Moments are taken around `shift` (usually 0; the mean in
 * a second walk where the variance is lost to cancellation, in which `downside` means nothing).
 */
export function equitySums(origin: EquityOrigin, prices: PriceSums, shift = 0): EquitySums {
  const sums = walkEquity(origin, prices, { shift, stepsAll: shift !== 0, inDebt: false });
  if (sums.maxDrawdown > 1) return walkEquity(origin, prices, { shift, stepsAll: true, inDebt: true });
  const isExact = shift !== 0 || !hasLostDigits(sums, prices);
  return isExact ? sums : walkEquity(origin, prices, { shift, stepsAll: true, inDebt: false });
}

interface Walk {
  readonly shift: number;
  /** Also through the bars whose sums are known. */
  readonly stepsAll: boolean;
  /** The equity falls below zero: from there on its growth is a loss. */
  readonly inDebt: boolean;
}

/** How much smaller than those of the whole price the sums of a cell may be: four of their sixteen digits are gone then. */
const SMALL = 1e-4;

/** A difference of running sums has the rounding errors of the sums: too much for a cell that held a few quiet bars only. */
function hasLostDigits({ s2, downside }: EquitySums, { close, totals }: PriceSums): boolean {
  if (s2 === 0) return false;
  const row = totals.length - ROW;
  const isSpread = s2 ** 2 >= SMALL * close.length * (totals[row + S4] ?? Number.NaN);
  const hasLosses = downside === 0 || downside >= SMALL * (totals[row + DOWNSIDE] ?? Number.NaN);
  return !isSpread || !hasLosses;
}

/**
 * Walks along the equity without storing it: constant between trades, cash + units · close within them.
 *
 * Most of a sweep's time is spent here, so it is one function over local variables. Bars are only stepped through where
 * nothing shorter will do: without a position they are still; with the whole account in it the returns are those
 * of the price (not so with `stepsAll`); and a stretch whose best bar is below the peak brings no new one.
 */
function walkEquity(origin: EquityOrigin, prices: PriceSums, walk: Walk): EquitySums {
  const { ledger } = origin;
  const { shift, stepsAll, inDebt } = walk;
  const { close, extremes } = prices;
  const base = 1 + shift;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let downside = 0;
  let equitySum = 0;
  let barsHeld = 0;
  let stillBars = 0;
  let maxDrawdown = 0;
  let longestUnderWater = 0;
  let equity = origin.initialCapital;
  let peak = origin.capitalIsPeak ? equity : 0;
  let peakBar = -1;
  let trough = equity;
  let cash = equity;
  let units = 0;
  let from = 0;
  for (let row = 0; row <= ledger.count; row++) {
    const to = row < ledger.count ? (ledger.bar[row] ?? 0) : close.length;
    const isAllIn = cash === 0 && !stepsAll;
    const steppedTo = units === 0 || isAllIn ? Math.min(from + 1, to) : to;
    for (let bar = from; bar < steppedTo; bar++) {
      const before = equity;
      equity = units === 0 ? cash : cash + units * (close[bar] ?? Number.NaN);
      let r = equity === before ? -shift : equity / before - base;
      if (inDebt && before < 0) r = 1 - equity / before - shift;
      const loss = (r - Math.abs(r)) / 2; // Math.min(r, 0), without a branch that is guessed wrong every other bar
      const square = r * r;
      s1 += r;
      s2 += square;
      s3 += square * r;
      s4 += square * square;
      downside += loss * loss;
      equitySum += equity;
    }
    if (units === 0) {
      stillBars += to - steppedTo;
      equitySum += (to - steppedTo) * equity;
    } else if (steppedTo < to) {
      s1 += sumBetween(prices, S1, steppedTo, to);
      s2 += sumBetween(prices, S2, steppedTo, to);
      s3 += sumBetween(prices, S3, steppedTo, to);
      s4 += sumBetween(prices, S4, steppedTo, to);
      downside += sumBetween(prices, DOWNSIDE, steppedTo, to);
      equitySum += units * sumBetween(prices, CLOSES, steppedTo, to);
      equity = units * (close[to - 1] ?? Number.NaN);
    }
    if (units === 0 && from < to) {
      if (cash >= peak) {
        if (trough < peak) maxDrawdown = Math.max(maxDrawdown, 1 - trough / peak);
        longestUnderWater = Math.max(longestUnderWater, from - peakBar - 1);
        peakBar = to - 1;
        peak = cash;
        trough = cash;
      } else if (cash < trough) trough = cash;
    } else if (from < to) {
      barsHeld += to - from;
      const high = highestBetween(extremes, from, to);
      const low = lowestBetween(extremes, from, to);
      const hasPeak = cash + units * (units > 0 ? high : low) >= peak;
      if (!hasPeak) trough = Math.min(trough, cash + units * (units > 0 ? low : high));
      for (let bar = hasPeak ? from : to; bar < to; bar++) {
        const value = cash + units * (close[bar] ?? Number.NaN);
        if (value < trough) trough = value;
        if (value < peak) continue;
        if (trough < peak) maxDrawdown = Math.max(maxDrawdown, 1 - trough / peak);
        longestUnderWater = Math.max(longestUnderWater, bar - peakBar - 1);
        peakBar = bar;
        peak = value;
        trough = value;
      }
    }
    from = to;
    cash = ledger.cash[row] ?? Number.NaN;
    units = ledger.position[row] ?? Number.NaN;
  }
  return {
    s1: s1 - stillBars * shift,
    s2: s2 + stillBars * shift ** 2,
    s3: s3 - stillBars * shift ** 3,
    s4: s4 + stillBars * shift ** 4,
    downside,
    equitySum,
    barsHeld,
    maxDrawdown: Math.max(maxDrawdown, 1 - trough / peak),
    longestUnderWater: Math.max(longestUnderWater, close.length - 1 - peakBar),
    equity,
  };
}

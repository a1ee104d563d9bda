import type { Ledger } from "../fills/ledger.ts";
import { type PriceSums, sumBetween } from "./price-sums.ts";

/** What a walk along the equity of a cell adds up; the metrics are made of it. */
export interface EquitySums {
  /** Σ (r − shift)^k over all bars, r the return of a bar; the first return is against the initial capital. */
  s1: number;
  s2: number;
  s3: number;
  s4: number;
  /** Σ r² over the bars with a loss. */
  downside: number;
  /** Σ equity over all bars. */
  equitySum: number;
  /** Bars with a position at their close. */
  barsHeld: number;
  /** Largest fall from a peak as a fraction of it. */
  maxDrawdown: number;
  /** Longest run of bars below the peak before it. */
  longestUnderWater: number;
  /** After the bars walked so far. */
  equity: number;
  /** Highest equity so far, the bar it was last reached at, and the lowest since. */
  peak: number;
  peakBar: number;
  trough: number;
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
 * Walks along the equity that the fills of a ledger make, without storing it: constant between
 * trades, cash + units · close within them. Moments are taken around `shift` (usually 0; the mean in a
 * second walk where the variance is lost to cancellation, in which `downside` means nothing).
 */
export function equitySums(origin: EquityOrigin, prices: PriceSums, shift = 0): EquitySums {
  const { ledger } = origin;
  const { close } = prices;
  const sums = startAt(origin);
  const stretch = { from: 0, to: 0, cash: origin.initialCapital, units: 0, base: 1 + shift };
  for (let row = 0; row <= ledger.count; row++) {
    stretch.to = row < ledger.count ? (ledger.bar[row] ?? 0) : close.length;
    if (stretch.to > stretch.from) {
      if (stretch.units === 0) {
        walkFlat(sums, stretch, close);
      } else {
        if (stretch.cash === 0 && shift === 0) walkAllIn(sums, stretch, prices);
        else walkMoving(sums, stretch, close);
        sums.barsHeld += stretch.to - stretch.from;
      }
      stretch.from = stretch.to;
    }
    stretch.cash = ledger.cash[row] ?? Number.NaN;
    stretch.units = ledger.position[row] ?? Number.NaN;
  }
  return finish(sums, close.length);
}

/** Counts the drawdown that lasts to the end. */
function finish(sums: EquitySums, barCount: number): EquitySums {
  sums.maxDrawdown = Math.max(sums.maxDrawdown, 1 - sums.trough / sums.peak);
  sums.longestUnderWater = Math.max(sums.longestUnderWater, barCount - 1 - sums.peakBar);
  return sums;
}

/** The same for an equity curve that is there already. `barsHeld` is passed through. */
export function curveSums(curve: Float64Array, initialCapital: number, barsHeld: number, shift: number): EquitySums {
  const sums = startAt({ initialCapital, capitalIsPeak: true });
  walkMoving(sums, { from: 0, to: curve.length, cash: 0, units: 1, base: 1 + shift }, curve);
  return finish({ ...sums, barsHeld }, curve.length);
}

/** Bars from…to−1 with the same cash and position. `base` is 1 + shift. */
interface Stretch {
  from: number;
  to: number;
  cash: number;
  units: number;
  base: number;
}

function startAt({ initialCapital, capitalIsPeak }: Omit<EquityOrigin, "ledger">): EquitySums {
  return {
    s1: 0,
    s2: 0,
    s3: 0,
    s4: 0,
    downside: 0,
    equitySum: 0,
    barsHeld: 0,
    maxDrawdown: 0,
    longestUnderWater: 0,
    equity: initialCapital,
    peak: capitalIsPeak ? initialCapital : 0,
    peakBar: -1,
    trough: initialCapital,
  };
}

/** Flat: the first bar may bring the equity to the cash, on the others nothing moves. */
function walkFlat(sums: EquitySums, stretch: Stretch, close: Float64Array): void {
  const { to } = stretch;
  let bars = to - stretch.from;
  if (sums.equity !== stretch.cash) {
    stretch.to = stretch.from + 1;
    walkMoving(sums, stretch, close);
    stretch.to = to;
    bars--;
  }
  if (bars === 0) return;
  sums.equitySum += bars * sums.equity;
  if (sums.equity >= sums.peak) {
    sums.peak = sums.equity;
    sums.peakBar = to - 1;
  }
  const r = 1 - stretch.base;
  if (r === 0) return;
  sums.s1 += bars * r;
  sums.s2 += bars * r ** 2;
  sums.s3 += bars * r ** 3;
  sums.s4 += bars * r ** 4;
}

/** The whole account is in the position: after the first bar, its returns are those of the price. */
function walkAllIn(sums: EquitySums, stretch: Stretch, prices: PriceSums): void {
  const { to, units } = stretch;
  stretch.to = stretch.from + 1;
  walkMoving(sums, stretch, prices.close);
  stretch.to = to;
  const from = stretch.from + 1;
  if (from === to) return;
  sums.s1 += sumBetween(prices.s1, from, to);
  sums.s2 += sumBetween(prices.s2, from, to);
  sums.s3 += sumBetween(prices.s3, from, to);
  sums.s4 += sumBetween(prices.s4, from, to);
  sums.downside += sumBetween(prices.downside, from, to);
  sums.equitySum += units * sumBetween(prices.closes, from, to);
  const { close } = prices;
  let { peak, trough } = sums;
  let equity = 0;
  for (let bar = from; bar < to; bar++) {
    equity = units * (close[bar] ?? Number.NaN);
    if (equity >= peak) {
      if (trough < peak) sums.maxDrawdown = Math.max(sums.maxDrawdown, 1 - trough / peak);
      sums.longestUnderWater = Math.max(sums.longestUnderWater, bar - sums.peakBar - 1);
      sums.peakBar = bar;
      peak = equity;
      trough = equity;
    } else if (equity < trough) {
      trough = equity;
    }
  }
  sums.equity = equity;
  sums.peak = peak;
  sums.trough = trough;
}

/** Most of a sweep's time is spent in this loop: locals only, and branches that are rarely taken. */
function walkMoving(sums: EquitySums, stretch: Stretch, close: Float64Array): void {
  const { to, cash, units, base } = stretch;
  let { s1, s2, s3, s4, downside, equitySum, equity, peak, trough } = sums;
  for (let bar = stretch.from; bar < to; bar++) {
    const before = equity;
    equity = cash + units * (close[bar] ?? Number.NaN);
    const r = equity / before - base;
    const loss = (r - Math.abs(r)) / 2; // Math.min(r, 0), which would be a branch that is guessed wrong every other bar
    const square = r * r;
    s1 += r;
    s2 += square;
    s3 += square * r;
    s4 += square * square;
    downside += loss * loss;
    equitySum += equity;
    if (equity >= peak) {
      if (trough < peak) sums.maxDrawdown = Math.max(sums.maxDrawdown, 1 - trough / peak);
      sums.longestUnderWater = Math.max(sums.longestUnderWater, bar - sums.peakBar - 1);
      sums.peakBar = bar;
      peak = equity;
      trough = equity;
    } else if (equity < trough) {
      trough = equity;
    }
  }
  sums.s1 = s1;
  sums.s2 = s2;
  sums.s3 = s3;
  sums.s4 = s4;
  sums.downside = downside;
  sums.equitySum = equitySum;
  sums.equity = equity;
  sums.peak = peak;
  sums.trough = trough;
}

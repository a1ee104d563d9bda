import type { Ledger } from "../fills/ledger.ts";

/** What one walk along the equity of a cell adds up; the metrics are made of it. */
export interface EquitySums {
  /** Σ (r − shift)^k over all bars, r the return of a bar; the first return is against the initial capital. */
  s1: number;
  s2: number;
  s3: number;
  s4: number;
  /** Σ r² over the bars with a loss. */
  downside: number;
  /** Σ equity over all bars. */
  equity: number;
  /** Bars with a position at their close. */
  barsHeld: number;
  /** Largest fall from a peak as a fraction of it. */
  maxDrawdown: number;
  /** Longest run of bars below the peak before it. */
  longestUnderWater: number;
  finalEquity: number;
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
export function equitySums(origin: EquityOrigin, close: Float64Array, shift = 0): EquitySums {
  const { ledger, initialCapital } = origin;
  const base = 1 + shift;
  const flatMoment = 1 - base;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let downside = 0;
  let equitySum = 0;
  let barsHeld = 0;
  let flatBars = 0;
  let maxDrawdown = 0;
  let longestUnderWater = 0;
  let equity = initialCapital;
  let peak = origin.capitalIsPeak ? initialCapital : 0;
  let peakBar = -1;
  let trough = initialCapital;
  let cash = initialCapital;
  let units = 0;
  let cursor = 0;
  for (let row = 0; row <= ledger.count; row++) {
    const until = row < ledger.count ? (ledger.bar[row] ?? 0) : close.length;
    if (until > cursor) {
      let bar = cursor;
      const heldTo = units === 0 ? Math.min(cursor + 1, until) : until;
      for (; bar < heldTo; bar++) {
        const before = equity;
        equity = units === 0 ? cash : cash + units * (close[bar] ?? Number.NaN);
        equitySum += equity;
        const r = before > 0 ? equity / before - base : flatMoment;
        const square = r * r;
        s1 += r;
        s2 += square;
        s3 += square * r;
        s4 += square * square;
        if (equity < before) downside += square;
        if (equity >= peak) {
          maxDrawdown = Math.max(maxDrawdown, 1 - trough / peak);
          longestUnderWater = Math.max(longestUnderWater, bar - peakBar - 1);
          peak = equity;
          trough = equity;
          peakBar = bar;
        } else if (equity < trough) trough = equity;
      }
      if (units !== 0) barsHeld += until - cursor;
      equitySum += equity * (until - bar);
      flatBars += until - bar;
      if (equity === peak) peakBar = until - 1;
      cursor = until;
    }
    if (row < ledger.count) {
      cash = ledger.cash[row] ?? Number.NaN;
      units = ledger.position[row] ?? Number.NaN;
    }
  }
  if (flatMoment !== 0) {
    s1 += flatBars * flatMoment;
    s2 += flatBars * flatMoment ** 2;
    s3 += flatBars * flatMoment ** 3;
    s4 += flatBars * flatMoment ** 4;
  }
  return {
    s1,
    s2,
    s3,
    s4,
    downside,
    equity: equitySum,
    barsHeld,
    maxDrawdown: Math.max(maxDrawdown, 1 - trough / peak),
    longestUnderWater: Math.max(longestUnderWater, close.length - 1 - peakBar),
    finalEquity: equity,
  };
}

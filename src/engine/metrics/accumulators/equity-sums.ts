import { CASH, IS_LOST, STEPPED_TO, STRETCH_FROM, UNITS, WALK } from "../../extend/cell-standing.ts";
import type { EquityOrigin } from "./equity-origin.ts";
import type { ReturnSums } from "./return-sums.ts";
import { type EquityFalls, equityFalls } from "./equity-falls.ts";
import { ruinedSums } from "./ruined-sums.ts";
import { CLOSES, DOWNSIDE, type PriceSums, ROW, S1, S2, S3, S4 } from "./price-sums.ts";

export interface EquitySums extends ReturnSums {
  /** Null when they were not asked for. */
  readonly falls: EquityFalls | null;
}

/**
 * What the equity adds up to that the fills of a ledger make. Moments are taken around `shift` (usually 0; the mean in
 * a second walk where the variance is lost to cancellation, in which `downside` means nothing).
 *
 * @param needsFalls a fifth of the time of a cell goes into them
 */
export function equitySums(origin: EquityOrigin, prices: PriceSums, shift = 0, needsFalls = true): EquitySums {
  const falls = needsFalls || !isAbove0(origin, prices) ? equityFalls(origin, prices) : null;
  const isSolvent = falls === null || falls.maxDrawdown < 1;
  if (!isSolvent) {
    if (origin.standing !== undefined) origin.standing[IS_LOST] = 1;
    return { ...ruinedSums(origin, prices.close, shift), falls };
  }
  const first = walkEquity(origin, prices, { shift, stepsAll: shift !== 0, falls });
  const isExact = shift !== 0 || !hasLostDigits(first, prices);
  if (!isExact && origin.standing !== undefined) origin.standing[IS_LOST] = 1;
  return isExact ? first : walkEquity(origin, prices, { shift, stepsAll: true, falls });
}

/** Whether it can be told without a walk: of an account that owes neither money nor units, while the price is above 0. */
function isAbove0({ ledger: { count, cash, position } }: EquityOrigin, { lowest }: PriceSums): boolean {
  if (!(lowest > 0)) return false;
  for (let row = 0; row < count; row++) {
    const money = cash[row] ?? Number.NaN;
    const units = position[row] ?? Number.NaN;
    if (!(money >= 0 && units >= 0 && money + units > 0)) return false;
  }
  return true;
}

interface Walk {
  readonly shift: number;
  /** Also through the bars whose sums are known. */
  readonly stepsAll: boolean;
  /** Passed through. */
  readonly falls: EquityFalls | null;
}

/** How much smaller than those of the whole price the sums of a cell may be: four of their sixteen digits are gone then. */
const SMALL = 1e-4;

/** A difference of running sums has the rounding errors of the sums: too much for a cell that held a few quiet bars only. */
function hasLostDigits({ s2, downside }: ReturnSums, { close, totals }: PriceSums): boolean {
  if (s2 === 0) return false;
  const row = totals.length - ROW;
  const isSpread = s2 ** 2 >= SMALL * close.length * (totals[row + S4] ?? Number.NaN);
  const hasLosses = downside === 0 || downside >= SMALL * (totals[row + DOWNSIDE] ?? Number.NaN);
  return !isSpread || !hasLosses;
}

/**
 * Walks along the equity without storing it: constant between trades, cash + units · close within them, and always
 * above 0: to ask for that at every bar would take half as long again. Bars are only stepped through where nothing
 * shorter will do: without a position they are still; and with the whole account in it the returns are those of the
 * price (not so with `stepsAll`).
 */
function walkEquity(origin: EquityOrigin, prices: PriceSums, walk: Walk): EquitySums {
  const { ledger, initialCapital } = origin;
  const { shift, stepsAll, falls } = walk;
  const { close, totals } = prices;
  const { count, bar: barOf, cash: cashOf, position } = ledger;
  const standing = shift === 0 && !stepsAll ? origin.standing : undefined;
  const base = 1 + shift;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let downside = 0;
  let equitySum = 0;
  let barsHeld = 0;
  let stillBars = 0;
  let equity = initialCapital;
  let cash = equity;
  let units = 0;
  let from = 0;
  let bar = 0;
  if (standing !== undefined) {
    s1 = standing[WALK] ?? 0;
    s2 = standing[WALK + 1] ?? 0;
    s3 = standing[WALK + 2] ?? 0;
    s4 = standing[WALK + 3] ?? 0;
    downside = standing[WALK + 4] ?? 0;
    equitySum = standing[WALK + 5] ?? 0;
    barsHeld = standing[WALK + 6] ?? 0;
    stillBars = standing[WALK + 7] ?? 0;
    equity = standing[WALK + 8] ?? 0;
    cash = standing[CASH] ?? 0;
    units = standing[UNITS] ?? 0;
    from = standing[STRETCH_FROM] ?? 0;
    bar = standing[STEPPED_TO] ?? 0;
  }
  for (let row = 0; row <= count; row++) {
    const to = row < count ? (barOf[row] ?? 0) : close.length;
    const isAllIn = cash === 0 && !stepsAll;
    const steppedTo = units === 0 || isAllIn ? Math.min(from + 1, to) : to;
    for (; bar < steppedTo; bar++) {
      const before = equity;
      equity = cash + units * (close[bar] ?? Number.NaN);
      const r = equity / before - base;
      const loss = (r - Math.abs(r)) / 2; // Math.min(r, 0), without a branch that is guessed wrong every other bar
      const square = r * r;
      s1 += r;
      s2 += square;
      s3 += square * r;
      s4 += square * square;
      downside += loss * loss;
      equitySum += equity;
    }
    if (row === count && standing !== undefined) {
      standing[WALK] = s1;
      standing[WALK + 1] = s2;
      standing[WALK + 2] = s3;
      standing[WALK + 3] = s4;
      standing[WALK + 4] = downside;
      standing[WALK + 5] = equitySum;
      standing[WALK + 6] = barsHeld;
      standing[WALK + 7] = stillBars;
      standing[WALK + 8] = equity;
      standing[STRETCH_FROM] = from;
      standing[STEPPED_TO] = steppedTo;
    }
    if (units === 0) {
      stillBars += to - steppedTo;
      equitySum += (to - steppedTo) * equity;
    } else {
      barsHeld += to - from;
      if (steppedTo < to) {
        const a = steppedTo * ROW;
        const b = to * ROW;
        s1 += difference(totals, a + S1, b + S1);
        s2 += difference(totals, a + S2, b + S2);
        s3 += difference(totals, a + S3, b + S3);
        s4 += difference(totals, a + S4, b + S4);
        downside += difference(totals, a + DOWNSIDE, b + DOWNSIDE);
        equitySum += units * difference(totals, a + CLOSES, b + CLOSES);
        equity = units * (close[to - 1] ?? Number.NaN);
      }
    }
    from = to;
    bar = to;
    cash = cashOf[row] ?? Number.NaN;
    units = position[row] ?? Number.NaN;
  }
  return {
    s1: s1 - stillBars * shift,
    s2: s2 + stillBars * shift ** 2,
    s3: s3 - stillBars * shift ** 3,
    s4: s4 + stillBars * shift ** 4,
    downside,
    equitySum,
    barsHeld,
    equity,
    falls,
  };
}

function difference(totals: Float64Array, from: number, to: number): number {
  return (totals[to] ?? Number.NaN) - (totals[from] ?? Number.NaN);
}

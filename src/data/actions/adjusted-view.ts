import { AppError } from "../../core/errors/app-error.ts";
import type { Adjust } from "../../core/spec/beside-spec.ts";
import type { Bars } from "../../engine/bars.ts";
import { formatTime } from "../bars/format-time.ts";
import { priceProblem } from "../bars/price-range.ts";
import { withColumns } from "../bars/with-columns.ts";
import { SPLIT_COLUMN, withoutEvents } from "./event-columns.ts";

/** A split, a dividend, or both, at one bar. */
export interface ActionAtBar {
  /** Milliseconds UTC, start of the bar. */
  readonly time: number;
  /** New units for each old one; 1 for none. */
  readonly ratio: number;
  /** Cash per unit after the split; 0 for none. */
  readonly dividend: number;
}

/** The splits and dividends that change anything within these bars: those after the first one. */
export function actionsIn({ time, dividend, extra }: Bars): readonly ActionAtBar[] {
  const ratio = extra?.[SPLIT_COLUMN];
  const actions: ActionAtBar[] = [];
  for (let bar = 1; bar < time.length; bar++) {
    const [units = 1, cash = 0] = [ratio?.[bar], dividend?.[bar]];
    if (units !== 1 || cash > 0) actions.push({ time: time[bar] ?? 0, ratio: units, dividend: cash });
  }
  return actions;
}

/**
 * Bars that were cut to their window, as a strategy is to see and trade them. The last bar stays as it was traded; what comes after
 * it plays no part, so that a later split changes nothing here.
 *
 * `splits`: before each split of s new units for an old one, prices are divided by s, volumes multiplied, and dividends, which
 * remain cash, divided. `splits_dividends`: before each dividend of D, prices are also multiplied by 1 − D ÷ C, C being the close before the
 * ex-date in units after a split of that day, and nothing is paid in cash: D is in the prices. That is the adjusted close of Yahoo Finance
 * ("What is the adjusted close?", after the standards of CRSP); volumes know splits alone.
 *
 * @throws AppError DATASET_INVALID for a dividend that is not below the close before it
 */
export function adjustedView(bars: Bars, adjust: Adjust): Bars {
  const ratio = bars.extra?.[SPLIT_COLUMN];
  const seen = withoutEvents(bars);
  switch (adjust) {
    case "none":
      return seen;
    case "splits":
      return ratio === undefined ? seen : scaled(seen, unitsAfter(ratio), null);
    case "splits_dividends": {
      const { dividend, ...unpaid } = seen;
      if (ratio === undefined && dividend === undefined) return seen;
      const units = ratio === undefined ? new Float64Array(bars.time.length).fill(1) : unitsAfter(ratio);
      return scaled(unpaid, units, dividend === undefined ? null : shareAfter({ ...seen, dividend }, ratio));
    }
  }
}

/** Of each bar: how many units one of it has become by the last bar. */
function unitsAfter(ratio: Float64Array): Float64Array {
  const units = new Float64Array(ratio.length);
  let later = 1;
  for (let bar = ratio.length - 1; bar >= 0; bar--) {
    units[bar] = later;
    later *= ratio[bar] ?? 1;
  }
  return units;
}

/** Of each bar: the product of 1 − D ÷ C over the dividends after it. */
function shareAfter(bars: Bars & { readonly dividend: Float64Array }, ratio?: Float64Array): Float64Array {
  const { symbol, time, close, dividend } = bars;
  const share = new Float64Array(time.length);
  let later = 1;
  for (let bar = time.length - 1; bar >= 0; bar--) {
    share[bar] = later;
    const cash = dividend[bar] ?? 0;
    if (bar === 0 || cash === 0) continue;
    const before = (close[bar - 1] ?? Number.NaN) / (ratio?.[bar] ?? 1);
    if (!(cash < before)) {
      const text = `${symbol}: the dividend of ${formatTime(time[bar] ?? 0)}, ${cash}, is not below the close before it, ${before}`;
      throw new AppError("DATASET_INVALID", text, {
        hint: "Correct it, or take adjust: splits, which pays dividends in cash.",
      });
    }
    later *= 1 - cash / before;
  }
  return share;
}

function scaled(bars: Bars, units: Float64Array, share: Float64Array | null): Bars {
  const copy = withColumns(bars, bars);
  const { symbol, time, open, high, low, close, volume, dividend } = copy;
  for (const [bar, count] of units.entries()) {
    const factor = share?.[bar] ?? 1;
    for (const column of [open, high, low, close]) column[bar] = ((column[bar] ?? 0) / count) * factor;
    volume[bar] = (volume[bar] ?? 0) * count;
    if (dividend !== undefined) dividend[bar] = (dividend[bar] ?? 0) / count;
    const problem = priceProblem("low", low[bar] ?? 0) ?? priceProblem("high", high[bar] ?? 0);
    if (problem === null) continue;
    throw new AppError("DATASET_INVALID", `${symbol}: once adjusted, of ${formatTime(time[bar] ?? 0)} ${problem}`, {
      hint: "Look at the splits and dividends after that day.",
    });
  }
  return copy;
}

import { seededEma } from "../averages/seeded-ema.ts";
import { windowMoments } from "../windows/window-moments.ts";
import { extremeValues } from "../windows/extreme-bars.ts";
import { atr } from "./atr.ts";
import type { RangeColumns } from "./true-range.ts";

export interface ChannelColumns {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

export interface BollingerColumns extends ChannelColumns {
  /** Where the value is between the bands: 0 at the lower, 1 at the upper. NaN where they meet. */
  readonly percentB: Float64Array;
  /** Distance of the bands ÷ middle. NaN where that is 0. */
  readonly width: Float64Array;
}

/** Bollinger's bands (1983): the mean and `multiplier` standard deviations (population) around it. NaN until the window is full. */
export function bollinger(source: Float64Array, window: number, multiplier: number): BollingerColumns {
  const { mean, squares } = windowMoments(source, window);
  const half = squares.map((sum) => multiplier * Math.sqrt(sum / window));
  const { upper, middle, lower } = around(mean, half);
  return {
    upper,
    middle,
    lower,
    percentB: source.map((value, bar) => known((value - (lower[bar] ?? 0)) / ((upper[bar] ?? 0) - (lower[bar] ?? 0)))),
    width: mean.map((value, bar) => known(((upper[bar] ?? 0) - (lower[bar] ?? 0)) / value)),
  };
}

/** Keltner's channel as Raschke uses it: the average (started at the mean) and `multiplier` average true ranges around it. */
export function keltner(bars: RangeColumns, window: number, multiplier: number, atrWindow: number): ChannelColumns {
  const middle = seededEma(bars.close, window);
  const half = atr(bars, atrWindow).map((range) => multiplier * range);
  return around(middle, half);
}

/** Donchian's channel: highest high, lowest low, and the middle between them, the current bar included. */
export function donchian(
  { high, low }: { readonly high: Float64Array; readonly low: Float64Array },
  window: number,
): ChannelColumns {
  const upper = extremeValues(high, window, 1);
  const lower = extremeValues(low, window, -1);
  return { upper, middle: upper.map((top, bar) => (top + (lower[bar] ?? Number.NaN)) / 2), lower };
}

/** Begins where the middle and the width are both known. */
function around(middle: Float64Array, half: Float64Array): ChannelColumns {
  return {
    upper: middle.map((value, bar) => value + (half[bar] ?? Number.NaN)),
    middle: middle.map((value, bar) => (Number.isNaN(half[bar]) ? Number.NaN : value)),
    lower: middle.map((value, bar) => value - (half[bar] ?? Number.NaN)),
  };
}

function known(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}

import { extremeBars } from "../windows/extreme-bars.ts";

export interface AroonColumns {
  readonly up: Float64Array;
  readonly down: Float64Array;
}

interface HighLow {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

/**
 * Aroon (Chande 1995), 0…100: how lately, within the last `window + 1` bars, the highest high and the lowest low were; of equal ones the latest.
 * NaN for the first `window` bars.
 */
export function aroon({ high, low }: HighLow, window: number): AroonColumns {
  const lateness = (found: Int32Array): Float64Array =>
    Float64Array.from(found, (extreme, bar) =>
      extreme < 0 ? Number.NaN : (100 * (window - (bar - extreme))) / window,
    );
  return {
    up: lateness(extremeBars(high, window + 1, 1)),
    down: lateness(extremeBars(low, window + 1, -1)),
  };
}

/** Up less down, −100…100. */
export function aroonOscillator(bars: HighLow, window: number): Float64Array {
  const { up, down } = aroon(bars, window);
  return up.map((value, bar) => value - (down[bar] ?? Number.NaN));
}

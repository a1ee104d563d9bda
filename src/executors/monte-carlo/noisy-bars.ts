import type { Random } from "../../analytics/resampling/random.ts";
import type { Bars } from "../../engine/bars.ts";

/**
 * The same bars with noise on their prices, as if other trades had been the first, last, highest and lowest. Each of the four
 * prices p of bar t becomes p · exp(noise · Rₜ · z) with a z of its own from the standard normal distribution and the true range
 * Rₜ = ln(max(highₜ, closeₜ₋₁) ÷ min(lowₜ, closeₜ₋₁)), of the first bar ln(high ÷ low). Then the highest of the four is the high and the
 * lowest the low, so that low ≤ open, close ≤ high. Noise of one bar is not carried to the next: the price does not drift away.
 *
 * A bar without a price above 0 stays as it is, and so do times, volumes, dividends and columns beside the bars.
 *
 * @param noise share of the range, above 0
 * @param random drawn from symbol by symbol, bar by bar
 */
export function noisyBars(bars: readonly Bars[], noise: number, random: Random): readonly Bars[] {
  return bars.map((own) => noisySymbol(own, noise, random));
}

function noisySymbol(bars: Bars, noise: number, random: Random): Bars {
  const open = bars.open.slice();
  const high = bars.high.slice();
  const low = bars.low.slice();
  const close = bars.close.slice();
  const drawn = new Float64Array(4);
  for (let bar = 0; bar < close.length; bar++) {
    const size = noise * trueRange(bars, bar);
    fillNormal(drawn, random);
    if (!(size > 0) || !Number.isFinite(size)) continue;
    const o = (open[bar] ?? 0) * Math.exp(size * (drawn[0] ?? 0));
    const h = (high[bar] ?? 0) * Math.exp(size * (drawn[1] ?? 0));
    const l = (low[bar] ?? 0) * Math.exp(size * (drawn[2] ?? 0));
    const c = (close[bar] ?? 0) * Math.exp(size * (drawn[3] ?? 0));
    open[bar] = o;
    close[bar] = c;
    high[bar] = Math.max(o, h, l, c);
    low[bar] = Math.min(o, h, l, c);
  }
  return { ...bars, open, high, low, close };
}

/** As a difference of logarithms; NaN without prices above 0. */
function trueRange({ high, low, close }: Bars, bar: number): number {
  const before = close[bar - 1] ?? Number.NaN;
  const [top, bottom] = [high[bar] ?? Number.NaN, low[bar] ?? Number.NaN];
  const isKnown = before > 0;
  return Math.log((isKnown ? Math.max(top, before) : top) / (isKnown ? Math.min(bottom, before) : bottom));
}

/** Standard normal numbers in pairs, as Box and Muller have it (1958). */
function fillNormal(numbers: Float64Array, { nextUnit }: Random): void {
  for (let i = 0; i < numbers.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - nextUnit()));
    const angle = 2 * Math.PI * nextUnit();
    numbers[i] = radius * Math.cos(angle);
    numbers[i + 1] = radius * Math.sin(angle);
  }
}

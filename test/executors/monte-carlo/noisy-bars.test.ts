import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/analytics/resampling/random.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { noisyBars } from "../../../src/executors/monte-carlo/noisy-bars.ts";
import { sampleBars } from "../../../bench/support/sample-sweep.ts";

const spx = sampleBars();
const NOISE = 0.3;

function noisy(bars: Bars, noise = NOISE, path = 0): Bars {
  const [only = bars] = noisyBars([bars], noise, createRandom(5, path));
  return only;
}

/** ln(max(high, close before) ÷ min(low, close before)), from its definition. */
function trueRanges({ high, low, close }: Bars): readonly number[] {
  return Array.from(close, (_, bar) => {
    const around = bar === 0 ? [] : [close[bar - 1] ?? 0];
    return Math.log(Math.max(high[bar] ?? 0, ...around) / Math.min(low[bar] ?? 0, ...around));
  });
}

function momentsOf(values: readonly number[]): readonly [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))];
}

describe("bars with noise", () => {
  it("stay bars: low ≤ open, close ≤ high, all above 0, times, volumes and the bars that were untouched", () => {
    const before = spx.close.slice();
    for (const noise of [0.05, 0.5, 1]) {
      const { open, high, low, close, time, volume } = noisy(spx, noise);
      for (let bar = 0; bar < close.length; bar++) {
        const [o = 0, h = 0, l = 0, c = 0] = [open[bar], high[bar], low[bar], close[bar]];
        expect(0 < l && l <= Math.min(o, c) && Math.max(o, c) <= h).toBe(true);
      }
      expect([time, volume]).toEqual([spx.time, spx.volume]);
    }
    expect(spx.close).toEqual(before);
  });

  it("have closes whose noise, in shares of the true range, has mean 0 and the deviation that was asked for", () => {
    const ranges = trueRanges(spx);
    const { close, open } = noisy(spx);
    for (const [now, was] of [
      [close, spx.close],
      [open, spx.open],
    ] as const) {
      const shares = ranges.map((range, bar) => Math.log((now[bar] ?? 0) / (was[bar] ?? 1)) / range);
      const [mean, deviation] = momentsOf(shares);
      // Four standard errors of 5,105 draws.
      expect(Math.abs(mean)).toBeLessThan((4 * NOISE) / Math.sqrt(5105));
      expect(Math.abs(deviation / NOISE - 1)).toBeLessThan(4 / Math.sqrt(2 * 5105));
      expect(Math.max(...shares.map(Math.abs)) / NOISE).toBeGreaterThan(3);
    }
  });

  it("do not carry noise on: neighbouring closes are as independent as draws are", () => {
    const ranges = trueRanges(spx);
    const { close } = noisy(spx);
    const shares = ranges.map((range, bar) => Math.log((close[bar] ?? 0) / (spx.close[bar] ?? 1)) / range);
    const products = shares.slice(1).map((share, bar) => (share * (shares[bar] ?? 0)) / NOISE ** 2);
    expect(Math.abs(momentsOf(products)[0])).toBeLessThan(4 / Math.sqrt(5105));
  });

  it("are the same for the same history and others for another", () => {
    expect(noisy(spx, NOISE, 3)).toEqual(noisy(spx, NOISE, 3));
    expect(noisy(spx, NOISE, 4).close).not.toEqual(noisy(spx, NOISE, 3).close);
  });

  it("leave bars without a range, without prices above 0 and with NaN as they are", () => {
    const column = (...values: readonly number[]): Float64Array => Float64Array.from(values);
    const bars: Bars = {
      symbol: "ODD",
      time: column(0, 1, 2, 3),
      open: column(10, 10, -37, Number.NaN),
      high: column(10, 10, 5, Number.NaN),
      low: column(10, 10, -40, Number.NaN),
      close: column(10, 10, -37, Number.NaN),
      volume: column(0, 0, 0, 0),
    };
    expect(noisy(bars)).toEqual(bars);
  });
});

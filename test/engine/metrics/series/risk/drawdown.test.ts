import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawdownsOf, underwater, worstDrawdowns } from "../../../../../src/engine/metrics/series/risk/drawdown.ts";
import { drawdownMetrics } from "../../../../../src/engine/metrics/series/risk/drawdown-metrics.ts";
import { maxDrawdown } from "../../../support/max-drawdown.ts";

const DAY = 86_400_000;

function curveOf(values: readonly number[], initialCapital = 100) {
  return {
    time: Float64Array.from(values, (_, i) => i * DAY),
    equity: Float64Array.from(values),
    initialCapital,
  };
}

const curves = fc
  .array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 })
  .map((values) => curveOf(values, 15));

describe("drawdowns", () => {
  it("have peak, valley, recovery and durations that a person can count", () => {
    const [first, second, ...rest] = drawdownsOf(curveOf([110, 120, 90, 60, 90, 120, 130, 104]));
    expect(first).toEqual({
      depth: 0.5,
      peakBar: 1,
      valleyBar: 3,
      recoveryBar: 5,
      peakTime: DAY,
      valleyTime: 3 * DAY,
      recoveryTime: 5 * DAY,
      bars: 4,
      days: 4,
    });
    expect(second).toMatchObject({ peakBar: 6, valleyBar: 7, recoveryBar: null, recoveryTime: null, bars: 1 });
    expect(second?.depth).toBeCloseTo(0.2, 15);
    expect(rest).toEqual([]);
  });

  it("start from the initial capital when the first bar already loses", () => {
    const [only] = drawdownsOf(curveOf([90, 95, 100]));
    expect(only).toMatchObject({ peakBar: -1, peakTime: 0, valleyBar: 0, recoveryBar: 2, bars: 3, days: 2 });
  });

  it("come deepest first, and the earlier first among equals", () => {
    const curve = curveOf([100, 90, 100, 80, 100, 90, 100]);
    expect(worstDrawdowns(curve, 2).map(({ valleyBar }) => valleyBar)).toEqual([3, 1]);
    expect(worstDrawdowns(curve, 9).map(({ valleyBar }) => valleyBar)).toEqual([3, 1, 5]);
  });

  it("are deepest where the largest fall between any two bars is", () => {
    fc.assert(
      fc.property(curves, ({ time, equity, initialCapital }) => {
        const path = [initialCapital, ...equity];
        const falls = path.flatMap((peak, from) => path.slice(from).map((value) => 1 - value / peak));
        const slow = Math.max(...falls);
        expect(maxDrawdown(equity, initialCapital)).toBeCloseTo(slow, 14);
        expect(worstDrawdowns({ time, equity, initialCapital }, 1)[0]?.depth ?? 0).toBeCloseTo(slow, 14);
        expect(-Math.min(...underwater(equity, initialCapital))).toBeCloseTo(slow, 14);
      }),
    );
  });

  it("cover exactly the bars that are under water", () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const wet = underwater(curve.equity, curve.initialCapital).filter((loss) => loss < 0).length;
        expect(drawdownMetrics(curve).time_under_water.value).toBe(wet / curve.equity.length);
      }),
    );
  });
});

describe("drawdown metrics", () => {
  it("tell the deepest from the longest drawdown", () => {
    const found = drawdownMetrics(curveOf([100, 99, 98, 97, 100, 50, 101]));
    expect(found.max_drawdown.value).toBe(0.5);
    expect([found.deepest_drawdown_bars.value, found.deepest_drawdown_days.value]).toEqual([1, 2]);
    expect([found.max_drawdown_bars.value, found.longest_drawdown_days.value]).toEqual([3, 4]);
  });

  it("count a drawdown without recovery to the last bar", () => {
    const found = drawdownMetrics(curveOf([100, 99, 98]));
    expect([found.max_drawdown_bars.value, found.longest_drawdown_days.value]).toEqual([2, 2]);
  });

  it("are 0 for a curve that never falls and undefined without bars", () => {
    expect(drawdownMetrics(curveOf([100, 101])).max_drawdown.value).toBe(0);
    expect(drawdownMetrics(curveOf([])).max_drawdown).toEqual({ value: null, reason: "too_few_bars" });
  });

  it("exceed 1 when the account owes money", () => {
    expect(drawdownMetrics(curveOf([100, -20])).max_drawdown.value).toBeCloseTo(1.2, 15);
  });
});

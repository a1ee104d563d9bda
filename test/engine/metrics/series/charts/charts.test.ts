import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { monthlyReturns, yearlyReturns } from "../../../../../src/engine/metrics/series/charts/calendar-returns.ts";
import { histogram } from "../../../../../src/core/numbers/histogram.ts";
import { rollingSharpe } from "../../../../../src/engine/metrics/series/charts/rolling-sharpe.ts";
import { returnsOf } from "../../../../../src/engine/metrics/series/returns.ts";
import { sharpe } from "../../../../../src/engine/metrics/series/reward/sharpe.ts";
import { sp500 } from "../../../support/sample-bars.ts";

const { time, close } = sp500();
const series = { time, equity: close, initialCapital: close[0] ?? 0 };

describe("monthly and yearly returns", () => {
  it("run from month end to month end, the first from the initial capital", () => {
    const days = ["2019-12-30", "2019-12-31", "2020-01-02", "2020-01-31", "2020-03-02"];
    const curve = {
      time: Float64Array.from(days, (day) => Date.parse(day)),
      equity: Float64Array.of(105, 110, 100, 121, 60.5),
      initialCapital: 100,
    };
    const months = monthlyReturns(curve).map(({ year, month, value }) => [year, month, Number(value.toFixed(12))]);
    expect(months).toEqual([
      [2019, 12, 0.1],
      [2020, 1, 0.1],
      [2020, 3, -0.5],
    ]);
    const years = yearlyReturns(curve).map(({ year, value }) => [year, Number(value.toFixed(12))]);
    expect(years).toEqual([
      [2019, 0.1],
      [2020, -0.45],
    ]);
  });

  it("compound to the year, and the years to the whole", () => {
    const months = monthlyReturns(series);
    const years = yearlyReturns(series);
    expect(years.length).toBe(21);
    expect(months.length).toBe(20 * 12 + 4);
    for (const { year, value } of years) {
      const compounded = months
        .filter((month) => month.year === year)
        .reduce((all, month) => all * (1 + month.value), 1);
      expect(compounded).toBeCloseTo(1 + value, 12);
    }
    const whole = years.reduce((all, { value }) => all * (1 + value), 1);
    expect(whole).toBeCloseTo((close.at(-1) ?? 0) / (close[0] ?? 0), 12);
  });

  it("know the crash of 2008", () => {
    expect(yearlyReturns(series).find(({ year }) => year === 2008)?.value).toBeCloseTo(-0.38486, 5);
  });

  it("are 0 after a total loss", () => {
    const curve = { time: Float64Array.of(0, 40 * 86_400_000), equity: Float64Array.of(0, 0), initialCapital: 100 };
    expect(monthlyReturns(curve).map(({ value }) => value)).toEqual([-1, 0]);
  });
});

describe("rolling Sharpe", () => {
  const returns = returnsOf(close, close[0] ?? 0);

  it("is the Sharpe of each window, and empty before the first full one", () => {
    const curve = rollingSharpe(returns, 126, 252);
    expect(curve.findIndex((value) => !Number.isNaN(value))).toBe(125);
    for (const bar of [125, 126, 3000, returns.length - 1]) {
      expect(curve[bar]).toBe(sharpe(returns.slice(bar - 125, bar + 1), 252).value);
    }
  });

  it("has a gap where the returns do not vary", () => {
    expect([...rollingSharpe(Float64Array.of(0.1, 0.1, 0.1, 0.2), 3, 1)].map(Number.isNaN)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("histogram", () => {
  it("keeps gains and losses apart in bins of a round width", () => {
    expect(histogram(Float64Array.of(-0.021, -0.001, 0, 0.009, 0.01), 10)).toEqual({
      from: -0.025,
      step: 0.005,
      counts: [1, 0, 0, 0, 1, 1, 1, 1],
    });
  });

  it("counts every value once, in at most the bins asked for, each inside its edges", () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 4, max: 60 }), (list, maxBins) => {
        const { from, step, counts } = histogram(Float64Array.from(list), maxBins);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(list.length);
        expect(counts.length).toBeLessThanOrEqual(maxBins);
        expect(list.every((value) => value >= from - 1e-9 * step)).toBe(true);
        const end = from + counts.length * step;
        expect(list.every((value) => value <= end + 1e-9 * (step + Math.abs(end)))).toBe(true);
      }),
    );
  });

  it("keeps values inside their edges where they lie too close together to be told apart", () => {
    const { from, step, counts } = histogram(Float64Array.of(-999_999.999_999_99, -999_999.999_999_999_3), 47);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(from).toBeLessThanOrEqual(-999_999.999_999_999_3);
    expect(step).toBeGreaterThanOrEqual(1e-6);
  });

  it("has one bin for equal values and none for no values", () => {
    expect(histogram(Float64Array.of(0.3, 0.3)).counts).toEqual([2]);
    expect(histogram(Float64Array.of()).counts).toEqual([]);
  });
});

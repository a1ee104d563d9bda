import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averageTurnover } from "../../../../../src/engine/metrics/series/factor/average-turnover.ts";
import { decayHalfLife } from "../../../../../src/engine/metrics/series/factor/decay-half-life.ts";
import { FACTOR_METRICS } from "../../../../../src/engine/metrics/metric-catalogue.ts";
import { factorMetrics } from "../../../../../src/engine/metrics/series/factor/factor-metrics.ts";
import type { FactorPanel } from "../../../../../src/engine/metrics/series/factor/factor-panel.ts";
import { correlation } from "../../../../../src/engine/metrics/series/factor/information-coefficient.ts";
import { rankValues } from "../../../../../src/engine/metrics/series/factor/rank-values.ts";
import { createRandom } from "../../../../../src/analytics/resampling/random.ts";

const NONE = Number.NaN;

function panel(rows: readonly (readonly number[])[]): FactorPanel {
  return { dates: rows.length, assets: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

describe("factor metrics", () => {
  const signals = panel([
    [1, 2, 3, NONE],
    [3, 2, 1, 5],
    [1, 1, 1, 1],
  ]);
  const forwardReturns = panel([
    [0.01, 0.02, 0.04, 0.5],
    [0.01, 0.02, 0.03, NONE],
    [0.1, 0.2, 0.3, 0.4],
  ]);
  const found = factorMetrics({ signals, forwardReturns });

  it("can be checked by hand on three dates", () => {
    expect([...found.ic].map((value) => Number(value.toFixed(6)))).toEqual([0.981981, -1, NONE]);
    expect([...found.rankIc]).toEqual([1, -1, NONE]);
    expect(found.metrics.mean_ic).toBeCloseTo((0.9819805060619659 - 1) / 2, 14);
    expect(found.metrics).toMatchObject({ rank_ic: 0, hit_rate: 0.5, coverage: 11 / 12 });
    expect(found.metrics.long_short_spread).toBeCloseTo((0.03 - 0.02 + 0.3) / 3, 14);
    expect(found.metrics.icir).toBeCloseTo(-0.00900974696901705 / (1.981980506061966 / Math.SQRT2), 12);
  });

  it("say why a metric is missing", () => {
    expect(found.reasons).toEqual({ average_turnover: "not_computed", decay_half_life: "too_few_bars" });
    const empty = factorMetrics({ signals: panel([]), forwardReturns: panel([]) });
    const missing = FACTOR_METRICS.map(({ id }) => id).filter((id) => empty.metrics[id] === null);
    expect(missing.length).toBe(FACTOR_METRICS.length);
  });

  it("do not change when the signal is stretched, and mean_ic turns when it is turned", () => {
    const { nextUnit } = createRandom(2);
    const random = () => panel(Array.from({ length: 20 }, () => Array.from({ length: 9 }, nextUnit)));
    const [one, returns] = [random(), random()];
    const scaled = (factor: number) => ({ ...one, values: one.values.map((value) => factor * value) });
    const of = (panelOfSignals: FactorPanel) =>
      factorMetrics({ signals: panelOfSignals, forwardReturns: returns }).metrics;
    expect(of(scaled(4))).toEqual(of(one));
    expect(of(scaled(-1)).mean_ic).toBeCloseTo(-(of(one).mean_ic ?? 0), 14);
    expect(of(scaled(-1)).long_short_spread).toBeCloseTo(-(of(one).long_short_spread ?? 0), 14);
  });

  it("have perfect ICs for a signal that is the return itself", () => {
    const { metrics, reasons } = factorMetrics({ signals: forwardReturns, forwardReturns });
    expect(metrics.mean_ic).toBeCloseTo(1, 14);
    expect(metrics.hit_rate).toBe(1);
    expect(reasons.icir).toBe("steady_gain");
  });
});

describe("the decay of a factor", () => {
  it("is found from returns that remember the signals of earlier dates by halves", () => {
    const { nextUnit } = createRandom(6);
    const signals = panel(Array.from({ length: 80 }, () => Array.from({ length: 150 }, () => nextUnit() - 0.5)));
    const earlier = (i: number, lag: number) => signals.values[i - lag * signals.assets] ?? 0;
    const values = signals.values.map((signal, i) => signal + earlier(i, 1) / 2 + earlier(i, 2) / 4);
    const { metrics } = factorMetrics({ signals, forwardReturns: { ...signals, values }, decayLags: 3 });
    expect(Math.abs((metrics.decay_half_life ?? 0) - 1)).toBeLessThan(0.05);
  });
});

describe("ranks", () => {
  it("share the mean among ties", () => {
    expect([...rankValues(Float64Array.of(10, 20, 10, 5, 20, 10))]).toEqual([3, 5.5, 3, 1, 5.5, 3]);
  });

  it("count the smaller values and half of the equal ones", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (list) => {
        const slow = list.map((value) => {
          const below = list.filter((other) => other < value).length;
          return below + (list.filter((other) => other === value).length + 1) / 2;
        });
        expect([...rankValues(Float64Array.from(list))]).toEqual(slow);
      }),
    );
  });
});

describe("correlation", () => {
  it("is 1 for a rising line, −1 for a falling one, and undefined for a flat one", () => {
    const line = Float64Array.of(1, 2, 3);
    expect(correlation(line, Float64Array.of(10, 20, 30))).toBeCloseTo(1, 14);
    expect(correlation(line, Float64Array.of(3, 2, 1))).toBeCloseTo(-1, 14);
    expect(correlation(line, Float64Array.of(2, 2, 2))).toBeNaN();
  });
});

describe("average turnover", () => {
  it("is the share of the portfolio that is replaced", () => {
    const weights = panel([
      [0.5, 0.5, NONE],
      [0.5, NONE, 0.5],
      [0.5, 0, 0.5],
    ]);
    expect(averageTurnover(weights).value).toBe(0.25);
    expect(averageTurnover(panel([[1]])).reason).toBe("too_few_bars");
  });
});

describe("the decay half-life", () => {
  it("is that of an exact exponential, whatever comes after the first IC that is not positive", () => {
    const halving = Array.from({ length: 8 }, (_, lag) => 0.08 * 0.5 ** (lag / 3));
    expect(decayHalfLife(Float64Array.from(halving)).value).toBeCloseTo(3, 12);
    expect(decayHalfLife(Float64Array.from([...halving, -0.01, 0.9])).value).toBeCloseTo(3, 12);
  });

  it("does not exist for a signal that keeps its power or has none", () => {
    expect(decayHalfLife(Float64Array.of(0.05, 0.05, 0.05)).reason).toBe("no_decay");
    expect(decayHalfLife(Float64Array.of(0.05, 0.06)).reason).toBe("no_decay");
    expect(decayHalfLife(Float64Array.of(-0.05, 0.06)).reason).toBe("too_few_bars");
  });
});

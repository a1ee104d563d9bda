import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SWEEP_METRICS } from "../../../../src/engine/metrics/metric-catalogue.ts";
import { REPORT_METRICS } from "../../../../src/engine/metrics/series/report-catalogue.ts";
import { seriesMetrics } from "../../../../src/engine/metrics/series/series-metrics.ts";
import { runBacktest } from "../../../../src/engine/run-backtest.ts";
import { smaCross } from "../../../../src/engine/strategies/sma-cross.ts";
import { arbitraryBars, arbitrarySettings, arbitrarySignals, scripted } from "../../support/arbitrary.ts";
import { settingsOf, sp500 } from "../../support/sample-bars.ts";

const SHARED = SWEEP_METRICS.map(({ id }) => id).filter((id) => REPORT_METRICS.some((report) => report.id === id));

/** The ids whose value or reason differs between the sweep and the equity curve. */
function disagreements(request: Parameters<typeof runBacktest>[0]): readonly string[] {
  const cell = runBacktest(request);
  const { initialCapital, barsPerYear } = request.settings;
  const report = seriesMetrics({ time: cell.time, equity: cell.equity, initialCapital, barsPerYear });
  const metrics: Readonly<Record<string, number | null>> = report.metrics;
  const reasons: Readonly<Record<string, string | undefined>> = report.reasons;
  return SHARED.filter((id) => {
    const [swept, reported] = [cell.metrics[id], metrics[id] ?? null];
    if (swept === null || reported === null) return swept !== reported || cell.reasons[id] !== reasons[id];
    return Math.abs(swept - reported) > 1e-9 * Math.max(1, Math.abs(swept));
  }).map((id) => `${id}: ${cell.metrics[id] ?? cell.reasons[id]} against ${metrics[id] ?? reasons[id]}`);
}

describe("a metric of the sweep and the same metric of the equity curve", () => {
  it("agree on the S&P crossover", () => {
    expect(SHARED.length).toBeGreaterThan(9);
    const request = { strategy: smaCross, bars: [sp500()], settings: settingsOf({}), params: { fast: 10, slow: 50 } };
    expect(disagreements(request)).toEqual([]);
  });

  it("agree on random cells, reasons included", () => {
    const scenario = arbitraryBars.chain((bars) =>
      fc.tuple(fc.constant(bars), arbitrarySignals(bars.close.length), arbitrarySettings),
    );
    fc.assert(
      fc.property(scenario, ([bars, told, settings]) => {
        expect(disagreements({ strategy: scripted(told), bars: [bars], settings, params: {} })).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

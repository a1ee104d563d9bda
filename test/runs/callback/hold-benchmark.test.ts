import { describe, expect, it } from "vitest";
import { PROFILE_EXECUTION } from "../../../src/engine/settings.ts";
import { holdBenchmark } from "../../../src/runs/callback/hold-benchmark.ts";
import { flatBars, settingsOf } from "../../engine/support/sample-bars.ts";

const FALLING = flatBars([100, 100, 100, 60, 40, 50]);

describe("buy and hold as the benchmark", () => {
  it("is without leverage: of a market that halves, it loses half on the 99 of 100 units that it gets", () => {
    const execution = { ...PROFILE_EXECUTION["backtesting.py"], leverage: 2 };
    const { metrics } = holdBenchmark([FALLING], settingsOf({ execution }));
    expect(metrics.total_return).toBeCloseTo(-0.495, 12);
  });

  it("is long where the strategy may only sell short", () => {
    const { trades } = holdBenchmark([FALLING], settingsOf({ execution: { direction: "short" } }));
    expect(trades.map(({ side }) => side)).toEqual(["long"]);
  });

  it("holds several symbols in equal parts", () => {
    const other = { ...flatBars([10, 10, 10, 12, 14, 15]), symbol: "KO" };
    const { metrics } = holdBenchmark([FALLING, other], settingsOf({}));
    expect(metrics.total_return).toBeCloseTo(0, 12);
  });
});

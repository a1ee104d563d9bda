import { describe, expect, it } from "vitest";
import { PROFILE_EXECUTION } from "../../src/engine/settings.ts";
import { runBenchmark } from "../../src/runs/callback/run-benchmark.ts";
import { flatBars, settingsOf } from "../engine/support/sample-bars.ts";

const bars = flatBars([100, 100, 150, 200]);

describe("the benchmark of a tearsheet", () => {
  it("is long and surely filled, also beside cells that only sell short and miss fills", () => {
    const settings = settingsOf({
      execution: { direction: "short" },
      costs: { fillProbability: 0, commissionBps: 100 },
    });
    expect(runBenchmark({ bars: [bars], settings }).equity.at(-1)).toBeCloseTo(20_000 / 1.01, 9);
    const both = [bars, { ...bars, symbol: "OTHER" }];
    expect(runBenchmark({ bars: both, settings }).equity.at(-1)).toBeCloseTo(20_000 / 1.01, 9);
  });

  it("borrows no money for it, and buys whole units where the profile does", () => {
    const settings = settingsOf({ execution: { ...PROFILE_EXECUTION["backtesting.py"], leverage: 5 } });
    expect(runBenchmark({ bars: [bars], settings }).equity.at(-1)).toBe(10_000 + 66 * 50);
  });
});

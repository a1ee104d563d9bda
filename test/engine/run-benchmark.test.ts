import { describe, expect, it } from "vitest";
import { PROFILE_EXECUTION, PROFILES } from "../../src/engine/profiles/registry.ts";
import { runBenchmark } from "../../src/engine/run-benchmark.ts";
import { flatBars, settingsOf } from "./support/sample-bars.ts";

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

  it("borrows no money for it", () => {
    const settings = settingsOf({ execution: { ...PROFILE_EXECUTION["backtesting.py"], leverage: 5 } });
    expect(runBenchmark({ bars: [bars], settings }).equity.at(-1)).toBeCloseTo((10_000 / 150) * 200, 3);
  });

  it.each(PROFILES)("FAULTS 5.3: %s rises with the market though one whole unit is too dear", (profile) => {
    const dear = flatBars([20_000, 20_000, 20_000, 45_600]);
    const settings = settingsOf({ execution: { ...PROFILE_EXECUTION[profile], lotSize: 1 } });
    expect(runBenchmark({ bars: [dear], settings }).metrics.total_return).toBeCloseTo(1.28, 6);
    expect(
      runBenchmark({ bars: [dear, { ...dear, symbol: "OTHER" }], settings: settingsOf({ execution: { lotSize: 1 } }) })
        .metrics.total_return,
    ).toBeCloseTo(1.28, 6);
  });
});

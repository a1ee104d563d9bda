import { describe, expect, it } from "vitest";
import { measurePerformance } from "../../../src/report/performance.ts";
import { tilesOf } from "../../../src/report/section/tiles.ts";
import { accountOf, fixedInput, metricsWith } from "../support/fixed-input.ts";

function tiles(overrides: Parameters<typeof fixedInput>[0] = {}) {
  const input = fixedInput(overrides);
  if (input.best === null) throw new Error("the fixed input has a best cell");
  const { settings } = input.backtest;
  return tilesOf(input, measurePerformance({ name: "x", result: input.best, settings, benchmark: null }));
}

const tileOf = (label: string, all: ReturnType<typeof tiles>) => all.find((tile) => tile.label === label);

describe("the key figures", () => {
  it("say out of how many the best was chosen, where the middle is, and how many failed", () => {
    const all = tiles({ cells: { total: 4950, succeeded: 4948, cached: 0, failed: 2 } });
    expect(tileOf("Best of", all)).toMatchObject({ value: "4,950", context: "median Sharpe 0.80 · 2 failed" });
  });

  it("do not speak of a choice where there was none", () => {
    const all = tiles({ cells: { total: 1, succeeded: 1, cached: 0, failed: 0 } });
    expect(all.map(({ label }) => label)).toContain("Exposure");
    expect(tileOf("Best of", all)).toBeUndefined();
  });

  it("compare with buy and hold", () => {
    const benchmark = accountOf([1000], metricsWith({ sharpe: 0.27 }));
    expect(tileOf("Sharpe", tiles({ benchmark }))?.context).toBe("252 bars a year · buy and hold 0.27");
  });

  it("leave undefined figures out of the context", () => {
    expect(tileOf("Trades", tiles())?.context).toBe("");
  });

  it("say since when the account is below its peak", () => {
    expect(tileOf("Max drawdown", tiles({ best: accountOf([1000, 1100, 900]) }))?.context).toBe("since 2019-12-28");
    expect(tileOf("Max drawdown", tiles({ best: accountOf([1000, 1100]) }))?.context).toBe("never below a peak");
  });
});

import { describe, expect, it } from "vitest";
import { measurePerformance } from "../../../src/report/performance.ts";
import { judgementOf } from "../../../src/report/section/judgement.ts";
import { tilesOf } from "../../../src/report/section/tiles.ts";
import { accountOf, cellWith, fixedInput, metricsWith } from "../support/fixed-input.ts";

function tiles(overrides: Parameters<typeof fixedInput>[0] = {}) {
  const input = fixedInput(overrides);
  if (input.best === null) throw new Error("the fixed input has a best cell");
  const { settings } = input.backtest;
  const best = measurePerformance({ name: "x", result: input.best, settings, benchmark: null });
  return tilesOf(input, best, judgementOf(input));
}

const tileOf = (label: string, all: ReturnType<typeof tiles>) => all.find((tile) => tile.label === label);

describe("the key figures", () => {
  it("say out of how many the best was chosen, where the middle is, and how many failed", () => {
    const all = tiles({ cells: { total: 4950, succeeded: 4948, cached: 0, failed: 2 } });
    expect(tileOf("Best of", all)).toMatchObject({ value: "4,950", context: "median Sharpe 0.80 · 2 failed" });
  });

  it("say what is left of the Sharpe ratio after so many tries", () => {
    const ranked = [1, 0.9, 0.2].map((sharpe, cell) => cellWith(cell, { cell }, { sharpe, skew: 0, kurtosis: 3 }));
    const cells = { total: 3, succeeded: 3, cached: 0, failed: 0 };
    expect(tileOf("Best of", tiles({ ranked, cells }))?.context).toMatch(
      /^median Sharpe 0.90 · deflated Sharpe \d+\.\d%$/,
    );
  });

  it("do not speak of a choice where there was none", () => {
    const all = tiles({ cells: { total: 1, succeeded: 1, cached: 0, failed: 0 } });
    expect(all.map(({ label }) => label)).toContain("Exposure");
    expect(tileOf("Best of", all)).toBeUndefined();
  });

  it("compare with buy and hold", () => {
    const benchmark = accountOf([1000], metricsWith({ sharpe: 0.27 }));
    expect(tileOf("Sharpe", tiles({ benchmark }))?.context).toBe(
      "252 bars a year · 95% range 0.49 to 11.79 · buy and hold 0.27",
    );
  });

  it("say what the Sharpe ratio was annualised by, and what it is above", () => {
    const { backtest } = fixedInput();
    const contextOf = (changes: Partial<typeof backtest.settings>) =>
      tileOf("Sharpe", tiles({ backtest: { ...backtest, settings: { ...backtest.settings, ...changes } } }))?.context;
    expect(contextOf({})).toMatch(/^252 bars a year ·/);
    expect(contextOf({ daysPerYear: 365 })).toMatch(/^365 days a year ·/);
    expect(contextOf({ riskFreeRate: 0.0225 })).toMatch(/^252 bars a year, above 2.25% risk-free ·/);
  });

  it("leave undefined figures out of the context", () => {
    expect(tileOf("Trades", tiles())?.context).toBe("");
  });

  it("say since when the account is below its peak", () => {
    expect(tileOf("Max drawdown", tiles({ best: accountOf([1000, 1100, 900]) }))?.context).toBe("since 2019-12-28");
    expect(tileOf("Max drawdown", tiles({ best: accountOf([1000, 1100]) }))?.context).toBe("never below a peak");
  });
});

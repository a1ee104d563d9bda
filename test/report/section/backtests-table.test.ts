import { describe, expect, it } from "vitest";
import { backtestsTable } from "../../../src/report/section/backtests-table.ts";
import { fixedInput, rankedCell } from "../support/fixed-input.ts";

const quick = { name: "quick", strategy: "sma_cross", cells: 4, best: rankedCell(2, { fast: 5, slow: 20 }, 1.5) };
const broken = { name: "broken", strategy: "mine", cells: 2, best: null };

describe("the backtests of a run", () => {
  it("stand side by side, each by its best cell, also one without any", () => {
    const table = backtestsTable(fixedInput({ backtests: [quick, broken] }));
    expect(table?.rows.map(({ cells }) => cells.slice(0, 5).map(({ text }) => text))).toEqual([
      ["quick", "sma_cross", "4", "fast 5 · slow 20", "1.50"],
      ["broken", "mine", "2", "", "–"],
    ]);
    expect(table?.rows[1]?.cells[4]?.hint).toBe("No cell succeeded");
  });

  it("mark the one that the page is about", () => {
    const { backtest } = fixedInput();
    const table = backtestsTable(fixedInput({ backtest: { ...backtest, name: "quick" }, backtests: [broken, quick] }));
    expect(table?.rows.map(({ kind }) => kind)).toEqual(["", "best"]);
  });

  it("are not listed when there is one", () => {
    expect(backtestsTable(fixedInput({ backtests: [quick] }))).toBeNull();
    expect(backtestsTable(fixedInput())).toBeNull();
  });
});

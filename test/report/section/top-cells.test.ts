import { describe, expect, it } from "vitest";
import { topCells } from "../../../src/report/section/top-cells.ts";
import { fixedInput, rankedCell } from "../support/fixed-input.ts";

describe("the table of the best cells", () => {
  it("has the varying parameters and then the metrics, the objective first", () => {
    const { columns } = topCells(fixedInput().ranked, ["fast", "slow"], "profit_factor");
    expect(columns.slice(0, 5).map(({ label }) => label)).toEqual(["#", "fast", "slow", "Profit factor", "Sharpe"]);
  });

  it("names no metric twice", () => {
    const labels = topCells(fixedInput().ranked, [], "cagr").columns.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it("keeps the best twenty", () => {
    const cells = Array.from({ length: 30 }, (_, cell) => rankedCell(cell, {}, 1 - cell / 30));
    expect(topCells(cells, [], "sharpe").rows).toHaveLength(20);
  });
});

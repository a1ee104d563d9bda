import { describe, expect, it } from "vitest";
import { measurePerformance } from "../../../src/report/performance.ts";
import { monthlyTable } from "../../../src/report/section/monthly-table.ts";
import { fixedInput } from "../support/fixed-input.ts";

describe("the table of months", () => {
  it("has a row a year, the newest first, with the year's total at the end and gaps left empty", () => {
    const { best, backtest } = fixedInput();
    if (best === null) throw new Error("the fixed input has a best cell");
    const { rows } = monthlyTable(
      measurePerformance({ name: "x", result: best, settings: backtest.settings, benchmark: null }),
    );
    const texts = rows.map(({ cells }) => cells.map(({ text }) => text));
    expect(texts[0]?.slice(0, 3)).toEqual(["2020", "5.8", ""]);
    expect(texts[1]?.slice(-3)).toEqual(["", "4.0", "4.0"]);
    expect(rows[0]?.cells[1]).toMatchObject({ hint: "Jan 2020: 5.77%", classes: "n p4" });
  });
});

import { describe, expect, it } from "vitest";
import { judgeSweep } from "../../../src/analytics/overfitting/judge-sweep.ts";
import { judgementOf, judgementTiles } from "../../../src/report/section/judgement.ts";
import { mastheadOf } from "../../../src/report/section/masthead.ts";
import type { TearsheetInput } from "../../../src/report/tearsheet-input.ts";
import { measured } from "../../../src/core/metrics/measured.ts";
import { judgementWith } from "../../support/judgement.ts";
import { accountOf, cellWith, fixedInput } from "../support/fixed-input.ts";

/** Sharpe 1.0 down to 0.1 over 500 bars. */
function sweep(overrides: Partial<TearsheetInput> = {}): TearsheetInput {
  const ranked = Array.from({ length: 10 }, (_, cell) =>
    cellWith(cell, { fast: cell }, { sharpe: 1 - cell / 10, skew: 0, kurtosis: 3 }),
  );
  const best = accountOf(Array.from({ length: 500 }, () => 1000));
  const cells = { total: 10, succeeded: 10, cached: 0, failed: 0 };
  return fixedInput({ ranked, best, cells, ...overrides });
}

const tilesOf = (input: TearsheetInput, unit: "bars" | "days" = "bars") =>
  judgementTiles(judgementOf(input), input.cells.total, unit);

const valuesOf = (input: TearsheetInput) =>
  Object.fromEntries(tilesOf(input).map(({ label, value }) => [label, value]));

describe("luck or skill", () => {
  it("is judged from all cells of the run when nothing else is given", () => {
    const values = valuesOf(sweep());
    expect(Object.keys(values)).toEqual([
      "Probabilistic Sharpe",
      "Deflated Sharpe",
      "Expected best Sharpe by luck",
      "Minimum track record",
    ]);
    expect(values["Probabilistic Sharpe"]).toBe("92.0%");
    expect(values["Expected best Sharpe by luck"]).toBe("0.48");
  });

  it("counts the track record in what returns are of", () => {
    const contextOf = (unit: "bars" | "days") =>
      tilesOf(sweep(), unit).find(({ label }) => label === "Minimum track record")?.context;
    expect(contextOf("bars")).toBe("bars to be 95% sure of a Sharpe above 0");
    expect(contextOf("days")).toBe("days to be 95% sure of a Sharpe above 0");
  });

  it("is taken over from whoever knows the ledger of trials", () => {
    const judged = judgeSweep({
      sharpe: Float64Array.of(1, 0.5),
      best: 0,
      skew: 0,
      kurtosis: 3,
      bars: 500,
      barsPerYear: 252,
      trials: 12_345,
    });
    expect(valuesOf(sweep({ judgement: judged }))).toMatchObject({ Trials: "12,345" });
  });

  it("calls a best cell fragile whose neighbours fail, above all numbers and beside the plateau score", () => {
    const fragile = sweep({ judgement: judgementWith({ plateau_score: measured(0.21) }) });
    const tile = tilesOf(fragile).find(({ label }) => label === "Plateau score");
    expect(tile).toMatchObject({ value: "21.0%", context: "fragile: the neighbours of the best do much worse" });
    expect(mastheadOf(fragile).warnings[0]).toBe("The best cell is fragile: its neighbours in the grid do much worse.");
    const solid = sweep({ judgement: judgementWith() });
    expect(tilesOf(solid).find(({ label }) => label === "Plateau score")?.context).not.toContain("fragile");
    expect(mastheadOf(solid).warnings.join(" ")).not.toContain("fragile");
  });

  it("is not judged from the best cells alone, whose spread says nothing of the others", () => {
    expect(tilesOf(sweep({ cells: { total: 11, succeeded: 11, cached: 0, failed: 0 } }))).toEqual([]);
    expect(tilesOf(sweep({ cells: { total: 11, succeeded: 10, cached: 0, failed: 1 } }))).toHaveLength(4);
  });

  it("is no question for a single backtest or without a best cell", () => {
    const { ranked } = sweep();
    const cells = { total: 1, succeeded: 1, cached: 0, failed: 0 };
    expect(tilesOf(sweep({ ranked: ranked.slice(0, 1), cells }))).toEqual([]);
    expect(tilesOf(sweep({ best: null }))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { loadText, worldOf } from "../support/load-text.ts";

/** Errors of a backtest over a dataset of daily bars with these keys. */
async function errorsOf(...keys: readonly string[]): Promise<readonly string[]> {
  const lines = ["strategy: sma_cross", "data: { dataset: sp500 }", ...keys].map((line) => `  ${line}`);
  const { diagnostics } = await loadText(`id: x\nbacktest:\n${lines.join("\n")}\n`, worldOf({}, {}));
  return diagnostics.filter(({ severity }) => severity === "error").map(({ message, hint }) => `${message} ${hint}`);
}

const TWO_YEARS = ["start_date: 2018-01-01", "end_date: 2019-12-31"];

describe("a walk-forward that cannot be, by the dates of its file", () => {
  it.each([
    ["by the calendar", "walk_forward: { in_sample: 4y, out_of_sample: 1y }"],
    ["in bars", "walk_forward: { in_sample: 1000 bars, out_of_sample: 250 bars }"],
    ["in both", "walk_forward: { in_sample: 1y, out_of_sample: 500 bars }"],
    ["for its gap", "walk_forward: { in_sample: 1y, out_of_sample: 6M, gap: 400 bars }"],
  ])("is refused %s, with a way out", async (_, study) => {
    const [error, ...more] = await errorsOf(...TWO_YEARS, study);
    expect(error).toMatch(/^A window has .* and the backtest has 2018-01-01 to 2019-12-31: not one fits\./);
    expect(error).toContain("Make in_sample or out_of_sample shorter, or the backtest longer.");
    expect(more).toEqual([]);
  });

  it("is refused by a lookback too", async () => {
    const [error] = await errorsOf("lookback: 365d", "walk_forward: { in_sample: 4y, out_of_sample: 1y }");
    expect(error).toContain("the backtest has 365 days");
  });

  it("is not refused where it may fit, or where the data decide", async () => {
    expect(await errorsOf(...TWO_YEARS, "walk_forward: { in_sample: 1y, out_of_sample: 1y }")).toEqual([]);
    expect(await errorsOf("start_date: 2018-01-01", "walk_forward: { in_sample: 40y, out_of_sample: 1y }")).toEqual([]);
  });
});

describe("a cross-validation whose groups are purged away", () => {
  it("is refused with a way out", async () => {
    const [error] = await errorsOf(...TWO_YEARS, "cpcv: { groups: 20, test: 2, purge: 15 bars, embargo: 10 bars }");
    expect(error).toMatch(/^20 groups .* have at most 37 bars each, and purge and embargo take up to 40 of them\./);
    expect(error).toContain("Make fewer groups");
  });

  it("is not refused where something is left", async () => {
    expect(await errorsOf(...TWO_YEARS, "cpcv: { groups: 10, test: 2, purge: 5 bars }")).toEqual([]);
  });
});

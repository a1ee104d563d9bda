import { describe, expect, it } from "vitest";
import { renderTearsheet } from "../../../src/report/render-tearsheet.ts";
import { crossValidationView } from "../../../src/report/windows/cross-validation-view.ts";
import { fixedInput } from "../support/fixed-input.ts";
import { pageBody, pageText } from "../support/page-text.ts";
import { crossValidationOf } from "../support/study-results.ts";

const PATHS = [-0.2, 0.1, 0.3, 0.4, 0.5];
const CHOSEN = [
  { cell: 7, params: { fast: 10, slow: 200 }, share: 0.6 },
  { cell: 2, params: { fast: 5, slow: 50 }, share: 0.4 },
];

describe("the chapter of a cross-validation", () => {
  it("draws every path once, losses apart from gains, with the median marked", () => {
    const { paths } = crossValidationView(crossValidationOf(PATHS), []);
    const bars = [...String(paths.svg).matchAll(/class="bar count (\w+)"[^>]*><title>[^:]*: (\d+)/g)];
    expect(bars.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(PATHS.length);
    expect(bars.filter(([, tone]) => tone === "loss").map(([, , count]) => count)).toEqual(["1"]);
    expect(paths.legend.map(({ label }) => label)).toContain("median 0.30");
  });

  it("lists what was chosen how often", () => {
    const { chosen } = crossValidationView(crossValidationOf(PATHS, CHOSEN), ["fast", "slow"]);
    expect(chosen.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ["10", "200", "60.0%", "7"],
      ["5", "50", "40.0%", "2"],
    ]);
  });

  it.each([
    ["many paths", crossValidationOf(PATHS, CHOSEN)],
    ["one path", crossValidationOf([0.3], CHOSEN)],
    ["equal paths", crossValidationOf([0, 0, 0])],
    ["no path", crossValidationOf([])],
  ])("is a page without NaN or empty drawings with %s", (_, cpcv) => {
    const html = renderTearsheet(fixedInput({ cpcv }));
    expect(pageBody(html)).not.toMatch(/NaN|Infinity|undefined|\[object| d=""/);
    expect(pageText(html)).toContain(cpcv.verdict);
  });
});

import { describe, expect, it } from "vitest";
import type { WalkForwardWindow } from "../../../src/analytics/walk-forward/walk-forward-result.ts";
import { renderTearsheet } from "../../../src/report/render-tearsheet.ts";
import { walkForwardView } from "../../../src/report/windows/walk-forward-view.ts";
import { fixedInput, rankedCell } from "../support/fixed-input.ts";
import { pageBody, pageText } from "../support/page-text.ts";
import { walkForwardOf, windowOf } from "../support/study-results.ts";

const GRID = [5, 10, 20].flatMap((fast) => [50, 200].map((slow) => rankedCell(fast + slow, { fast, slow }, 1)));
const WINDOWS: readonly WalkForwardWindow[] = [
  windowOf(0, { params: { fast: 5, slow: 50 }, score: [1, 0.5], totalReturn: 0.1 }),
  windowOf(1, { params: { fast: 20, slow: 50 }, score: [0.5, 1], totalReturn: -0.05 }),
  windowOf(2, { params: null, score: [null, null], totalReturn: 0 }),
];

function svgOf({ svg }: { readonly svg: unknown }): string {
  return String(svg);
}

describe("the walk-forward chapter", () => {
  const view = walkForwardView(walkForwardOf(WINDOWS), GRID);

  it("lays a band under each window, in the colour of what became of it", () => {
    const bands = [...svgOf(view.account).matchAll(/class="band (\w+)" x="([\d.]+)"[^>]*width="([\d.]+)"/g)];
    expect(bands.map(([, tone]) => tone)).toEqual(["gain", "loss", "still"]);
    const [first, second] = bands.map(([, , x, width]) => [Number(x), Number(width)]);
    // Where windows follow each other, so do their bands but for a hair.
    expect((first?.[0] ?? 0) + (first?.[1] ?? 0)).toBeCloseTo((second?.[0] ?? 0) - 3, 0);
    expect(svgOf(view.account)).toContain("<title>2020-01-01 to 2020-01-10: +10.0% with fast 5, slow 50</title>");
    expect(svgOf(view.account)).toContain("no cell competed");
  });

  it("draws each parameter by its place among the values of the grid", () => {
    const steps = [...svgOf(view.path).matchAll(/class="step" d="M\d+ (\d+)H/g)].map(([, y]) => Number(y));
    expect(steps).toHaveLength(4);
    const [low = 0, high = 0, same, again] = steps;
    expect(low).toBeGreaterThan(high);
    expect(same).toBe(again);
    expect(view.path.note).toBe("stability 50.0%");
  });

  it("shows the windows that have a value on both sides, above and below the line of equals", () => {
    const dots = [...svgOf(view.scatter).matchAll(/class="dot (\w+)"/g)].map(([, side]) => side);
    expect(dots).toEqual(["below", "above"]);
    expect(view.scatter.note).toBe("1 of 3 windows without a value");
  });

  it("lists windows with what was chosen and what became of it", () => {
    const [first, , third] = view.windows.rows.map(({ cells }) => cells.map(({ text }) => text));
    expect(first).toEqual(["2020-01-01 – 2020-01-10", "5", "50", "1.00", "0.50", "+10.0%"]);
    expect(third?.slice(1)).toEqual(["–", "–", "–", "–", "0.0%"]);
  });

  it("says how many cells shared a window beside the first", () => {
    const shared = windowOf(0, { params: { fast: 5, slow: 50 }, score: [1, 1], totalReturn: 0.1, cells: [1, 2, 3] });
    const { rows } = walkForwardView(walkForwardOf([shared]), GRID).windows;
    expect(rows[0]?.cells[2]?.text).toBe("50 +2");
  });
});

describe("a tearsheet with a walk-forward", () => {
  const still = (at: number) => windowOf(at, { params: null, score: [null, null], totalReturn: null });
  const cases = {
    "three windows": walkForwardOf(WINDOWS),
    "no window that could choose": walkForwardOf([still(0), still(1)]),
    "one window": walkForwardOf(WINDOWS.slice(0, 1)),
    "a lost account": walkForwardOf(WINDOWS, { equity: () => 0 }),
    "an account that grew without bounds": walkForwardOf(WINDOWS, { equity: (at) => 1000 * 10 ** (at * 10) }),
    "500 windows": walkForwardOf(
      Array.from({ length: 500 }, (_, at) => ({ ...(WINDOWS[at % 3] ?? still(0)), ...still(at) })),
    ),
    "an empty curve": { ...walkForwardOf(WINDOWS), curve: [] },
  };

  it.each(Object.entries(cases))("of %s has no NaN, undefined or empty drawing", (_, walkForward) => {
    const html = renderTearsheet(fixedInput({ walkForward }));
    expect(pageBody(html)).not.toMatch(/NaN|Infinity|undefined|\[object| d=""/);
    expect(pageText(html)).not.toContain("null");
    expect(pageText(html)).toContain(walkForward.verdict);
  });

  it("keeps hostile names and values text", () => {
    const hostile = `"><script>alert('x')</script>`;
    const window = windowOf(0, { params: { [hostile]: hostile }, score: [1, 1], totalReturn: 0.1 });
    const walkForward = { ...walkForwardOf([window, WINDOWS[1] ?? window]), varying: [hostile], verdict: hostile };
    const html = renderTearsheet(fixedInput({ walkForward, ranked: [rankedCell(0, { [hostile]: "b" }, 1)] }));
    expect(html.match(/<script/g)).toHaveLength(2);
  });
});

import { expect, it } from "vitest";
import { symbolCountProblem } from "../../src/engine/kinds/symbol-count.ts";
import { symbolsProblem } from "../../src/engine/kinds/symbols-problem.ts";

it.each([[undefined], [{ min: 1 }], [{ min: 2, max: 2 }], [{ min: 2, max: 500 }]])(
  "%o says how many symbols",
  (written) => {
    expect(symbolCountProblem(written)).toBeNull();
  },
);

it.each([
  [null],
  [2],
  ["2"],
  [[2, 2]],
  [{}],
  [{ max: 2 }],
  [{ min: 0 }],
  [{ min: 1.5 }],
  [{ min: Number.NaN }],
  [{ min: 3, max: 2 }],
  [{ min: 1, most: 2 }],
])("%o does not", (written) => {
  expect(symbolCountProblem(written)).toContain("{ min, max }");
});

it("a strategy on one symbol trades one, whatever it says, and a panel what it says", () => {
  const symbols = { min: 2, max: 3 };
  const allowed = (kind: "signals" | "bars" | "panel", need?: typeof symbols) =>
    [1, 2, 3, 4].filter((count) => symbolsProblem({ name: "x", kind, ...(need && { symbols: need }) }, count) === null);
  expect(allowed("signals", symbols)).toEqual([1]);
  expect(allowed("bars")).toEqual([1]);
  expect(allowed("panel")).toEqual([1, 2, 3, 4]);
  expect(allowed("panel", symbols)).toEqual([2, 3]);
  expect(symbolsProblem({ name: "x", kind: "panel", symbols }, 4)).toEqual({
    isTooMany: true,
    rule: "x trades 2 to 3 symbols",
  });
});

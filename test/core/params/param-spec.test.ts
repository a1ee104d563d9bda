import { describe, expect, it } from "vitest";
import { valueProblem } from "../../../src/core/params/value-problem.ts";

describe("paramProblem", () => {
  const window = { kind: "int", default: 20, min: 2, max: 500 } as const;

  it.each([2, 20, 500])("accepts %d for an int from 2 to 500", (value) => {
    expect(valueProblem(window, value)).toBeNull();
  });

  it.each([
    [1, "must be at least 2"],
    [501, "must be at most 500"],
    [2.5, "must be a whole number"],
    [Number.NaN, "must be a finite number"],
    [Number.POSITIVE_INFINITY, "must be a finite number"],
    ["20", "must be a finite number"],
  ])("says what is wrong with %s", (value, problem) => {
    expect(valueProblem(window, value)).toBe(problem);
  });

  it("checks choices and truth values", () => {
    expect(valueProblem({ kind: "choice", default: "a", choices: ["a", "b"] }, "c")).toBe("must be one of a, b");
    expect(valueProblem({ kind: "bool", default: true }, 1)).toBe("must be true or false");
    expect(valueProblem({ kind: "bool", default: true }, false)).toBeNull();
  });
});

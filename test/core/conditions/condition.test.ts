import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/core/errors/app-error.ts";
import { compileCondition } from "../../../src/core/conditions/condition.ts";

const NAMES = { fast: "number", slow: "number", mode: "string", on: "bool" } as const;
const VALUES = { fast: 5, slow: 10, mode: "cross", on: true };

function problemOf(source: string): AppError {
  try {
    compileCondition(source, NAMES);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`"${source}" compiles`);
}

describe("compileCondition", () => {
  it.each([
    ["fast < slow", true],
    ["fast * 2 == slow", true],
    ["5 == fast", true],
    ["fast != 5", false],
    ["fast in [5, 7]", true],
    ["slow % 4 == 2", true],
    ["slow / 4 > 2.4", true],
    ["mode == 'cross' && on", true],
    ["!(mode in ['stop'])", true],
  ])("%s is %s for 5, 10, cross, true", (source, expected) => {
    expect(compileCondition(source, NAMES).evaluate(VALUES)).toBe(expected);
  });

  it("finds an unknown name before anything runs, and says where and what was meant", () => {
    const problem = problemOf("fast < slwo");
    expect([problem.code, problem.hint, problem.details]).toEqual([
      "CONDITION_INVALID",
      'Did you mean "slow"?',
      { start: 7, end: 11 },
    ]);
  });

  it.each([
    ["fast and slow", "Write && for and, || for or, ! for not."],
    ["fast = 5", "Write == to compare."],
    ["fast + 1", "Known names: fast, slow, mode, on. The language is CEL (https://cel.dev)."],
    ["fast == 'a'", "Known names: fast, slow, mode, on. The language is CEL (https://cel.dev)."],
  ])("%s is refused: %s", (source, hint) => {
    expect(problemOf(source).hint).toBe(hint);
  });
});

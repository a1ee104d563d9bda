import { describe, expect, it } from "vitest";
import { loadProblem } from "../../../src/core/errors/load-problem.ts";

describe("why a module cannot be loaded", () => {
  it("has the line of a syntax error, which only its stack names", () => {
    const error = new SyntaxError("Expression expected");
    error.stack = "file:///dags/mine.ts:12\n  return { entries: ;\n\nSyntaxError: Expression expected";
    expect(loadProblem(error)).toBe("line 12: Expression expected");
  });

  it("is the first line of any other error, whatever its stack says", () => {
    const error = new Error("Cannot find package 'talib'\nRequire stack: …");
    error.stack = "file:///dags/mine.ts:12\nError";
    expect(loadProblem(error)).toBe("Cannot find package 'talib'");
    expect(loadProblem("thrown text")).toBe("thrown text");
  });
});

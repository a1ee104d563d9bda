import { describe, expect, it } from "vitest";
import { conditionParts } from "../../../src/alerts/rules/condition-parts.ts";

function pathsOf(source: string): readonly string[] {
  return conditionParts(source).paths.map((path) => path.join("."));
}

describe("conditionParts", () => {
  it("finds every member that is read, in either spelling", () => {
    expect(pathsOf('best.sharpe < 1 && (best.params["fast"] > 2 || !(cells.failed == 0))')).toEqual([
      "best.sharpe",
      "best.params.fast",
      "cells.failed",
    ]);
  });

  it("looks into calls, lists, choices and macros", () => {
    expect(pathsOf("has(best.sharpe)")).toEqual(["best.sharpe"]);
    expect(pathsOf('run.dag.startsWith("a") ? cells.total > 1 : best.cagr in [1.0, best.sharpe]')).toEqual([
      "run.dag",
      "cells.total",
      "best.cagr",
      "best.sharpe",
    ]);
    expect(pathsOf("[1, 2].exists(x, best.sharpe < 1)")).toContain("best.sharpe");
  });

  it("turns comparisons so that the member stands on the left", () => {
    const { comparisons } = conditionParts('best.sharpe < 0.5 || -2 >= best.cagr || "failed" == run.state');
    expect(comparisons).toEqual([
      { path: ["best", "sharpe"], operator: "<", literal: 0.5 },
      { path: ["best", "cagr"], operator: "<=", literal: -2 },
      { path: ["run", "state"], operator: "==", literal: "failed" },
    ]);
  });

  it("lists no comparison between two members", () => {
    expect(conditionParts("best.sharpe < best.sortino").comparisons).toEqual([]);
  });

  it("throws on a syntax error", () => {
    expect(() => conditionParts("best.sharpe <")).toThrow("Unexpected token");
  });
});

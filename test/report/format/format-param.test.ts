import { describe, expect, it } from "vitest";
import { formatParam } from "../../../src/report/format/format-param.ts";

describe("a parameter value", () => {
  it("looks as in the DAG file", () => {
    expect([1000, 0.95, true, "wilder", undefined].map(formatParam)).toEqual(["1000", "0.95", "true", "wilder", ""]);
  });

  it("has no float noise", () => {
    expect(formatParam(0.1 + 0.2)).toBe("0.3");
  });
});

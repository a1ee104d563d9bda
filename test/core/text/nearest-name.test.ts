import { describe, expect, it } from "vitest";
import { nearestName } from "../../../src/core/text/nearest-name.ts";

describe("nearestName", () => {
  it.each([
    ["stratgy", "strategy"],
    ["STRATEGY", "strategy"],
    ["straetgy", "strategy"],
    ["sharp", "sharpe"],
    ["xyz", null],
    ["", null],
  ])("%j → %j", (name, expected) => {
    expect(nearestName(name, ["strategy", "schedule", "sharpe"])).toBe(expected);
  });
});

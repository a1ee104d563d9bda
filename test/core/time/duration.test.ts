import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDurationMs } from "../../../src/core/time/duration.ts";

describe("parseDurationMs", () => {
  it.each([
    ["500ms", 500],
    ["30s", 30_000],
    ["1.5m", 90_000],
    ["2h", 7_200_000],
    ["365d", 31_536_000_000],
    ["365D", 31_536_000_000],
    ["1w", 604_800_000],
  ])("reads %s", (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });

  it.each(["", "10", "s", "-5s", "1 h", "1y", "2H", "1e3s", "NaNs"])("refuses %j", (text) => {
    expect(parseDurationMs(text)).toBeNull();
  });

  it("scales with its number", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (count) => {
        expect(parseDurationMs(`${count}m`)).toBe(count * 60_000);
      }),
    );
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0ms"],
    [850, "850ms"],
    [12_340, "12.3s"],
    [59_900, "59.9s"],
    [61_000, "1m 01s"],
    [3_900_000, "1h 05m"],
  ])("shows %d ms", (milliseconds, expected) => {
    expect(formatDuration(milliseconds)).toBe(expected);
  });
});

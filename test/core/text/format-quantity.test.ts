import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAgainst, formatLimit, formatQuantity } from "../../../src/core/text/format-quantity.ts";

describe("formatQuantity", () => {
  it("writes each unit as a person would", () => {
    expect(formatQuantity(0.31863589, "fraction")).toBe("31.86%");
    expect(formatQuantity(-0.0756, "ratio")).toBe("-0.08");
    expect(formatQuantity(13081.541206, "money")).toBe("13,081.54");
    expect(formatQuantity(305_543, "count")).toBe("305,543");
    expect(formatQuantity(2737, "bars")).toBe("2,737 bars");
    expect(formatQuantity(12.345, "days")).toBe("12.3 days");
    expect(formatQuantity(48.51, "bps")).toBe("48.5 bps");
  });

  it("FAULTS 9: shows something of money and days that the usual decimals would show as zero", () => {
    expect(formatQuantity(0.000_014_4, "money")).toBe("0.000014");
    expect(formatQuantity(-0.000_014_4, "money")).toBe("-0.000014");
    expect(formatQuantity(12 / 1440, "days")).toBe("0.0083 days");
    expect(formatQuantity(0.25, "days")).toBe("0.3 days");
    expect(formatQuantity(Number.MIN_VALUE, "money")).toMatch(/^0\.0+$/);
  });

  it("never writes minus zero", () => {
    expect(formatQuantity(-0.001, "ratio")).toBe("0.00");
  });
});

describe("formatLimit", () => {
  it("has no trailing zeros", () => {
    expect(formatLimit(0.2, "fraction")).toBe("20%");
    expect(formatLimit(0.5, "ratio")).toBe("0.5");
    expect(formatLimit(0.075, "fraction")).toBe("7.5%");
  });
});

describe("formatAgainst", () => {
  it("shows a value that is not its limit as another number", () => {
    expect(formatAgainst(0.4999, 0.5, "ratio")).toBe("0.4999");
    expect(formatAgainst(0.2, 0.2, "fraction")).toBe("20.00%");
    expect(formatAgainst(0.3211, 0.2, "fraction")).toBe("32.11%");
  });

  it("does so for any two values that differ in the eighth decimal or before", () => {
    const value = fc.integer({ min: -1e9, max: 1e9 }).map((units) => units / 1e8);
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(a !== b);
        expect(Number(formatAgainst(a, b, "ratio"))).not.toBe(b);
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAmount,
  formatChange,
  formatCount,
  formatMoney,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatRatio,
  formatUnits,
} from "../../../src/report/format/format-number.ts";

/** Back from text to number, as a reader would. */
function parse(text: string): number {
  return Number(text.replaceAll(",", "").replaceAll("−", "-").replace("%", ""));
}

describe("numbers for people", () => {
  it.each([
    [formatCount(4950), "4,950"],
    [formatCount(1_000_000), "1,000,000"],
    [formatPercent(0.1234), "12.3%"],
    [formatPercent(-0.3186, 2), "−31.86%"],
    [formatPercent(123.456), "12,346%"],
    [formatChange(0.05), "+5.0%"],
    [formatChange(0.0001), "0.0%"],
    [formatChange(-0.05), "−5.0%"],
    [formatMoney(999.5), "999.50"],
    [formatMoney(-123_456.7), "−123,457"],
    [formatRatio(0.6465), "0.65"],
    [formatRatio(12_345.6), "12,346"],
    [formatQuantity(10, 4), "10"],
    [formatQuantity(1.25, 4), "1.25"],
    [formatQuantity(1200, 0), "1,200"],
    [formatAmount(1469.25), "1,469.25"],
    [formatAmount(0.000_012_345), "0.00001234"],
    [formatAmount(0), "0.00"],
  ])("%s", (actual, expected) => {
    expect(actual).toBe(expected);
  });

  it.each([
    [formatUnits(0.000_014_4), "0.0000144"],
    [formatUnits(-0.000_014_4), "−0.0000144"],
    [formatUnits(0.123_456), "0.1235"],
    [formatUnits(12.345_678), "12.3457"],
    [formatUnits(0), "0"],
    [formatUnits(1e-20), "1.000e−20"],
    [formatMoney(0.000_014_4), "0.0000144"],
    [formatMoney(0.5), "0.50"],
    [formatMoney(0), "0.00"],
    [formatAmount(-4.5e-200), "−4.500e−200"],
    [formatAmount(Number.MIN_VALUE), "4.941e−324"],
  ])("FAULTS 9, 11.6: are never 0 when they are not, and never crash: %s", (actual, expected) => {
    expect(actual).toBe(expected);
  });

  it("never show a negative zero", () => {
    expect(formatNumber(-0.001, 2)).toBe("0.00");
    expect(formatPercent(-0)).toBe("0.0%");
  });

  it("show a dash for what is no number", () => {
    const all = [formatNumber, formatPercent, formatChange, formatQuantity];
    expect(all.flatMap((format) => [format(Number.NaN, 1), format(Number.POSITIVE_INFINITY, 1)])).toEqual(
      Array.from({ length: 8 }, () => "–"),
    );
  });

  it("are scientific where digits would run off the page", () => {
    expect(formatMoney(1e300)).toBe("1.00e+300");
    expect(formatMoney(-2.5e15)).toBe("−2.50e+15");
  });

  it("mean what they were made of, to half a unit of the last place", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e12, max: 1e12, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, places) => {
          expect(Math.abs(parse(formatNumber(value, places)) - value)).toBeLessThanOrEqual(
            0.5000001 * 10 ** -places + Math.abs(value) * 1e-15,
          );
        },
      ),
    );
  });
});

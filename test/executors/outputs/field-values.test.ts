import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DayReader } from "../../../src/executors/outputs/csv/day-reader.ts";
import { NumberReader } from "../../../src/executors/outputs/csv/number-reader.ts";

function number(text: string, reader = new NumberReader(false)): number | string {
  const bytes = Buffer.from(`__${text}__`);
  const value = reader.read(bytes, 2, bytes.length - 2);
  return reader.fault ?? value;
}

function moment(text: string): string {
  const reader = new DayReader();
  const bytes = Buffer.from(`__${text}__`);
  if (!reader.read(bytes, 2, bytes.length - 2)) return String(reader.fault);
  return `${new Date(reader.day * 86_400_000).toISOString().slice(0, 10)} ${new Date(reader.time).toISOString()}`;
}

describe("a number", () => {
  it("is the double nearest to what is written, however it is written", () => {
    const written = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .chain((value) =>
        fc.constantFrom(
          String(value),
          value.toExponential(),
          value.toPrecision(17),
          Math.abs(value) < 1e20 ? value.toFixed(8) : String(value),
          ` ${value}\t`,
        ),
      );
    const decimal = fc
      .tuple(
        fc.constantFrom("", "-", "+"),
        fc.bigInt({ min: 0n, max: 10n ** 25n }),
        fc.bigInt({ min: 0n, max: 10n ** 25n }),
      )
      .map(([sign, whole, rest]) => `${sign}${whole}.${rest}`);
    fc.assert(
      fc.property(fc.oneof(written, decimal), (text) => {
        expect(number(text)).toBe(Number(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["5.", 5],
    [".5", 0.5],
    ["-0", -0],
    ["007", 7],
    ["1E3", 1000],
    ["", "empty"],
    ["  ", "empty"],
    ["nan", "empty"],
    ["#N/A", "empty"],
    ["None", "empty"],
    ["-", "empty"],
    ["-inf", "infinite"],
    ["1e999", "infinite"],
    ["Infinity", "infinite"],
    [".", "text"],
    ["+", "text"],
    ["1,5", "text"],
    ["1.2.3", "text"],
    ["0x10", "text"],
    ["1_000", "text"],
    ["12 %", "text"],
    ["(300)", "text"],
    ["$3", "text"],
    ["1 2", "text"],
    ["9".repeat(500), "infinite"],
  ])("%j is %j", (text, expected) => {
    expect(number(text)).toBe(expected);
  });

  it("has one decimal mark in a file where the comma may be one: the first", () => {
    const comma = new NumberReader(true);
    expect(["1", "1,5", "-2,25e1", "1.5", "1.234,5", "3"].map((text) => number(text, comma))).toEqual([
      1,
      1.5,
      -22.5,
      "mixed_decimals",
      "text",
      3,
    ]);
    const point = new NumberReader(true);
    expect(["1.5", "1,5"].map((text) => number(text, point))).toEqual([1.5, "mixed_decimals"]);
  });
});

describe("a moment", () => {
  it.each([
    ["2024-01-31", "2024-01-31 2024-01-31T00:00:00.000Z"],
    ["2024/02/29", "2024-02-29 2024-02-29T00:00:00.000Z"],
    ["20240131", "2024-01-31 2024-01-31T00:00:00.000Z"],
    ["31.1.2024", "2024-01-31 2024-01-31T00:00:00.000Z"],
    [" 2024-01-31 09:20:05 ", "2024-01-31 2024-01-31T09:20:05.000Z"],
    ["2024-01-31T09:20", "2024-01-31 2024-01-31T09:20:00.000Z"],
    ["2024-01-31 09:20:05.250000", "2024-01-31 2024-01-31T09:20:05.250Z"],
    ["2024-01-31T09:20:05Z", "2024-01-31 2024-01-31T09:20:05.000Z"],
    ["2024-01-31 00:30:00+05:30", "2024-01-31 2024-01-30T19:00:00.000Z"],
    ["2024-01-31 20:30:00-0500", "2024-01-31 2024-02-01T01:30:00.000Z"],
    ["31.01.2024 09:20", "2024-01-31 2024-01-31T09:20:00.000Z"],
    ["", "empty"],
    ["NaT", "empty"],
    ["03/04/2024", "ambiguous"],
    ["3-4-24", "ambiguous"],
    ["03/04/2024 10:00", "ambiguous"],
    ["2023-02-29", "no_such_day"],
    ["1900-02-29", "no_such_day"],
    ["2024-13-01", "no_such_day"],
    ["0001-01-01", "no_such_day"],
    ["2024-01-31 25:00:00", "text"],
    ["2024-01-31 9am", "text"],
    ["2024-01", "text"],
    ["2024-1-3", "text"],
    ["43861", "text"],
    ["1706659200000", "text"],
    ["Jan 31, 2024", "text"],
  ])("%j is %j", (text, expected) => {
    expect(moment(text)).toBe(expected);
  });

  it("of any day of four centuries is the one that Date knows", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1800, 0, 1) / 86_400_000, max: Date.UTC(2199, 11, 31) / 86_400_000 }),
        (day) => {
          const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
          expect(moment(text)).toBe(`${text} ${text}T00:00:00.000Z`);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

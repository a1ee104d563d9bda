import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ColumnPositions } from "../../src/data/csv/csv-columns.ts";
import { parseAnyCsv } from "../../src/data/csv/parse-any-csv.ts";
import { type CsvLayout, parseCleanCsv } from "../../src/data/csv/parse-clean-csv.ts";

const positions: ColumnPositions = {
  time: 0,
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  adjclose: 5,
  volume: 6,
  dividend: 7,
  split: null,
};

function layoutOf(text: string): CsvLayout {
  return {
    bodyStart: text.indexOf("\n") + 1,
    headerLine: 1,
    delimiter: ",".charCodeAt(0),
    positions,
    reading: { isDaily: false },
  };
}

const HEADER = "date,open,high,low,close,adjclose,volume,dividend\n";

/** Decimal texts as files hold them: up to 25 digits, some of them after the point. */
const decimal = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 25n }), fc.nat({ max: 24 }))
  .map(([isNegative, digits, decimals]) => {
    const text = String(digits).padStart(decimals + 1, "0");
    const whole = text.slice(0, text.length - decimals);
    const fraction = decimals === 0 ? "" : `.${text.slice(text.length - decimals)}`;
    return `${isNegative ? "-" : ""}${whole}${fraction}`;
  });

const time = fc.oneof(
  fc
    .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc
    .date({ min: new Date("1980-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.integer({ min: 1e9, max: 4e9 }).map(String),
);

const row = fc
  .tuple(time, decimal, decimal, decimal, decimal, decimal, decimal, decimal)
  .map((cells) => cells.join(","));

describe("the two CSV parsers", () => {
  it("agree to the bit on clean files", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.constantFrom("\n", "\r\n"), (rows, lineEnd) => {
        const text = HEADER + rows.join(lineEnd) + lineEnd;
        const bytes = Buffer.from(text);
        expect(parseCleanCsv(bytes, layoutOf(text))).toEqual(parseAnyCsv(bytes, layoutOf(text), "f.csv"));
      }),
      { numRuns: 300 },
    );
  });

  it("agree with Number on every decimal", () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const line = `${HEADER}2020-01-01,${Array.from({ length: 7 }, () => text).join(",")}`;
        expect(parseCleanCsv(Buffer.from(line), layoutOf(line))?.close[0]).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2020-01-01,"1",1,1,1,1,1,1', "quotes"],
    ["2020-01-01,1,1,1,1,1,,1", "an empty cell"],
    ["2020-01-01,1,1,1,1,1,1,", "an empty dividend"],
    ["2020-01-01,1,1,1,1", "a short row"],
    ["2020-01-01, 1,1,1,1,1,1,1", "a blank"],
    ["2020-01-01,1e3,1,1,1,1,1,1", "an exponent"],
    ["2020-01-01,1.,1,1,1,1,1,1", "a bare point"],
    ["2020-01-01,-,1,1,1,1,1,1", "a bare minus"],
    ["2020-01-01,1.2.3,1,1,1,1,1,1", "two points"],
    ["2020-02-30,1,1,1,1,1,1,1", "an impossible date"],
    ["2020-01-01,1,1,1,1,1,1,1\n\n2020-01-02,1,1,1,1,1,1,1", "an empty line"],
  ])("the quick one leaves %j to the other", (line) => {
    const text = HEADER + line;
    expect(parseCleanCsv(Buffer.from(text), layoutOf(text))).toBeNull();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRows } from "../../../src/data/files/csv-rows.ts";
import { readNumber } from "../../../src/data/files/read-number.ts";

describe("readNumber", () => {
  it("gives the double of the same digits with a point, whatever their number", () => {
    const digits = fc.stringMatching(/^\d{1,18}$/);
    fc.assert(
      fc.property(fc.constantFrom("", "-"), digits, fc.option(digits), (sign, whole, decimals) => {
        const written = `${sign}${whole}${decimals === null ? "" : `,${decimals}`}`;
        expect(readNumber(written, ",")).toBe(Number(written.replace(",", ".")));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([",", "-", "1,", ",5,", "1,2,3", "--1", "1-", "12.34,5", "", "１,5", "1,5\0"])(
    "finds no number in %j, or no other one",
    (cell) => {
      const value = readNumber(cell, ",");
      if (cell === "1,") expect(value).toBe(1);
      else expect(value).toBeNaN();
    },
  );
});

describe("cells of delimited text", () => {
  it("lose blanks, tabs and returns around them, in ASCII and beyond it", () => {
    const text = "a;b;c\n\t1 ; 2\t;\u00a0é\u3000\r\n3;4;5\r\n";
    const rows: string[][] = [];
    csvRows(Buffer.from(text), { delimiter: ";" }, "x.csv").eachRow([0, 1, 2], (cells) => rows.push(cells.map(String)));
    expect(rows).toEqual([
      ["1", "2", "é"],
      ["3", "4", "5"],
    ]);
  });
});

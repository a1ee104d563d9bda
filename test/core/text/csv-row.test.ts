import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvRow } from "../../../src/core/text/csv-row.ts";

describe("csvRow", () => {
  it("quotes what needs quotes and nothing else", () => {
    expect(csvRow([1, "a", null, true, 'say "hi"', "a,b", "two\nlines"])).toBe(
      '1,a,,true,"say ""hi""","a,b","two\nlines"\n',
    );
  });

  it("reads back as what was written, for any text and number", () => {
    const text = fc.string({ unit: "grapheme" }).filter((each) => each !== "" && !/^[=+\-@\t\r]/.test(each));
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), number, (texts, value) => {
        const [row = []] = parse(csvRow([...texts, value]), { trim: false });
        expect(row.slice(0, -1)).toEqual(texts);
        expect(Number(row.at(-1))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])("keeps a spreadsheet from running %j", (text) => {
    const [[cell = ""] = []] = parse(csvRow([text]), { recordDelimiter: "\n" });
    expect(cell).toBe(`'${text}`);
  });

  it("leaves negative numbers alone", () => {
    expect(csvRow([-0.5, -1e-9])).toBe("-0.5,-1e-9\n");
  });

  it("I10: has no place for NaN and Infinity", () => {
    expect(() => csvRow([Number.NaN])).toThrow("write null");
    expect(() => csvRow([Number.POSITIVE_INFINITY])).toThrow("write null");
  });
});

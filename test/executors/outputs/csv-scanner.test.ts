import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvScanner } from "../../../src/executors/outputs/csv/csv-scanner.ts";

interface Scanned {
  readonly rows: readonly (readonly string[])[];
  readonly lines: readonly number[];
  readonly scanner: CsvScanner;
  readonly hasRest: boolean;
}

/** All fields, or those of some columns, of bytes that come in chunks of a length. */
function scan(text: string | Buffer, chunk: number, wanted = Int32Array.from({ length: 50 }, (_, i) => i)): Scanned {
  const rows: string[][] = [];
  const lines: number[] = [];
  let fields: string[] = [];
  const scanner = new CsvScanner(
    44,
    wanted,
    {
      field: (_slot, bytes, from, to) => fields.push(bytes.toString("utf8", from, to)),
      row: (_count, line) => {
        rows.push(fields);
        lines.push(line);
        fields = [];
      },
    },
    1,
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.subarray(at, at + chunk));
  const hasRest = scanner.end();
  return { rows, lines, scanner, hasRest };
}

describe("the scanner", () => {
  it("cuts any records as csv-parse does, wherever the chunks end", () => {
    const field = fc.oneof(
      fc.constantFrom("", "1.5", "a,b", 'say "hi"', "two\nlines", "two\r\nlines", '"', '""', "é🚀", " x "),
      fc.string({ maxLength: 6 }),
    );
    const quote = (text: string, always: boolean): string =>
      always || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const records = fc.array(fc.array(fc.tuple(field, fc.boolean()), { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(records, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 9 }), (rows, end, chunk) => {
        const text = rows.map((row) => row.map(([value, always]) => quote(value, always)).join(",") + end).join("");
        const expected: unknown = parse(text, { relax_column_count: true, record_delimiter: ["\r\n", "\n"] });
        expect(scan(text, chunk).rows).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("tells of each row on which line it begins, empty lines and quoted line breaks counted", () => {
    expect(scan('a,b\n\n"x\ny",1\r\n\r\nc,d\n', 3).lines).toEqual([1, 3, 6]);
  });

  it("does not copy a field of 10 MB, nor lose the row that it is in", () => {
    const long = "x".repeat(10_000_000);
    const before = process.memoryUsage().arrayBuffers;
    const { rows } = scan(`a,"${long}",1\n${long},b,2\n`, 65_536, Int32Array.of(0, -1, 1));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
    expect(rows.map((row) => row.map((field) => field.length))).toEqual([
      [1, 1],
      [1024, 1],
    ]);
  });

  it("takes a quote within a field as it is, wherever the chunks end", () => {
    for (const chunk of [1, 2, 3, 4, 9])
      expect(scan('a,5" x\nb,c"d"\n', chunk).rows).toEqual([
        ["a", '5" x'],
        ["b", 'c"d"'],
      ]);
  });

  it("knows where a quote is not closed, and where a field goes on after one", () => {
    expect(scan('a,b\n1,"x\ny\n', 4).scanner.quoteFaults).toEqual({ afterQuote: 0, unclosed: 2 });
    expect(scan('a,b\n1,"x"y\n', 4).scanner.quoteFaults).toEqual({ afterQuote: 2, unclosed: 0 });
  });

  it("gives a last row without a line break, and says so", () => {
    expect(scan("a,b\n1,2", 3)).toMatchObject({
      rows: [
        ["a", "b"],
        ["1", "2"],
      ],
      hasRest: true,
    });
    expect(scan("a,b\n1,2\n", 3)).toMatchObject({ hasRest: false });
    expect(scan('a,b\n1,""', 3)).toMatchObject({
      rows: [
        ["a", "b"],
        ["1", ""],
      ],
      hasRest: true,
    });
  });
});

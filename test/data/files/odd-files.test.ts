import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { checkFile } from "../../../src/data/files/check-file.ts";
import { readNumber } from "../../../src/data/files/read-number.ts";
import { loadSnapshot } from "../../../src/data/load-snapshot.ts";
import { readFile } from "./support.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-odd-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD = "date,open,high,low,close\n";
const ROW = "2024-03-04,10,12,9,11\n";

describe("data check says what an odd file is, with file and line", () => {
  it.each([
    ["empty", "", "is empty"],
    ["NUL in a cell", `${HEAD}2024-03-04,10,12,9,\0\n`, "this is no text file"],
    ["a first line of five megabytes", `${"y".repeat(5e6)}\n${HEAD}${ROW}`, ":1: this line is too long"],
    [
      "a later line of five megabytes",
      `${HEAD}${ROW}${"x".repeat(5e6)},1,1,1,1\n`,
      `:3: "${"x".repeat(40)}" is no time`,
    ],
    [
      "a first row of five megabytes",
      `${HEAD}${"x".repeat(5e6)},1,1,1,1\n`,
      `such as "${"x".repeat(40)}", are written`,
    ],
    ["a header alone", HEAD, "has a header, and no rows"],
    ["rows without prices alone", `${HEAD}2024-03-04,,,,\n`, "has no row with a time and prices"],
    ["two kinds of dates", `${HEAD}${ROW}03/05/2024,10,12,9,11\n`, ':3: "03/05/2024" is no time as "2024-03-04" is'],
    ["a line of totals with a price", `${HEAD}${ROW}Total,1,1,1,1\n`, ':3: "Total" is no time'],
    [
      "two columns of one name",
      `date,open,high,low,close,close\n2024-03-04,10,12,9,11,12\n`,
      'two columns named "close"',
    ],
    ["gzip that was cut off", gzipSync(HEAD + ROW.repeat(1000)).subarray(0, 60), "damaged or cut off"],
    ["an open quote", `${HEAD}2024-03-04,10,12,9,"11\n`, ":2: this is no CSV: a quote is left open"],
    ["JSON that was cut off", '[{"date":"2024-03-04","open":1', "this is no JSON"],
    ["JSON of null", "[null]", "neither a record nor a list"],
    ["Parquet that was cut off", "PAR1\0\0\0\0aaaaPAR1", "this Parquet file cannot be read"],
    ["a web page", "<html><title>Log in</title>", 'a web page: "Log in"'],
  ])("%s", async (_, content, message) => {
    const file = path.join(folder, "odd.csv");
    writeFileSync(file, content);
    await expect(checkFile(file, "ABC")).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(message),
    });
  });
});

describe("numbers as pages show them", () => {
  it.each([
    ["$1,234.50", ".", 1234.5],
    ["1.234,50 €", ",", 1234.5],
    ["1'011.25", ".", 1011.25],
    ["12,34,567.8", ".", 1_234_567.8],
    ["1.2K", ".", 1200],
    ["12%", ".", 0.12],
    ["(3.5)", ".", -3.5],
    ["-$2.5", ".", -2.5],
    ["1,23.5", ".", Number.NaN],
    ["1,2345", ".", Number.NaN],
    ["1.25", ",", Number.NaN],
    ["1.2.3", ".", Number.NaN],
    ["--2", ".", Number.NaN],
    ["(2", ".", Number.NaN],
    ["0x10", ".", Number.NaN],
    ["1,234.5", undefined, Number.NaN],
  ] as const)("%s with %s is %d", (text, decimal, value) => {
    expect(readNumber(text, decimal)).toBe(value);
  });
});

describe("strict stays the rule", () => {
  const empty = `${HEAD}${ROW}2024-03-05,null,12,9,11\n`;

  it("what is to be repaired is an error that names the key", async () => {
    await expect(readFile(empty, { format: "csv" })).rejects.toMatchObject({
      message: 'prices.csv:3: open is "null"',
      hint: "repair: [drop_empty] leaves out rows without a price.",
    });
    await expect(readFile(`${HEAD}2024-03-05,10,12,9,11\n${ROW}`, { repair: ["drop_empty"] })).rejects.toMatchObject({
      code: "DATASET_INVALID",
    });
  });

  it("rows of one time that differ are refused whatever is repaired", async () => {
    const text = `${HEAD}${ROW}2024-03-04,10,12,9,10\n`;
    await expect(readFile(text, { repair: ["sort", "drop_duplicates"] })).rejects.toMatchObject({
      message: expect.stringContaining("2024-03-04 is there already"),
    });
  });

  it("what was repaired is kept with the snapshot", async () => {
    const csv = path.join(folder, "mended.csv");
    writeFileSync(csv, empty);
    const asked = { dataset: null, csv, symbols: [], timeframe: "1d", columns: {}, adjusted: false };
    const { snapshot } = await loadSnapshot({ ...asked, reading: { repair: ["drop_empty"] } }, { home: folder });
    expect(snapshot.warnings).toEqual(["mended: dropped for want of a price one row (first on line 3)"]);
  });

  it("a date_format that means nothing is refused where it is written", async () => {
    const csv = path.join(folder, "mended.csv");
    const asked = { dataset: null, csv, symbols: [], timeframe: "1d", columns: {}, adjusted: false };
    await expect(
      loadSnapshot({ ...asked, reading: { dateFormat: "yyyy-mm-dd" } }, { home: folder }),
    ).rejects.toMatchObject({ code: "DATASET_INVALID", details: { key: "date_format" } });
  });
});

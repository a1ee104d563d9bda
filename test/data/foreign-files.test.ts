import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import type { DataSpec } from "../../src/core/spec/data-spec.ts";
import { loadSnapshot } from "../../src/data/load-snapshot.ts";
import { CLEAN, problemOf, read } from "./support/read-text.ts";
import { wrongSum, zip } from "./support/zip.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-foreign-"));
afterAll(() => rmSync(folder, { recursive: true }));

function load(file: string, request: Partial<DataSpec> = {}) {
  const csv = path.join(folder, file);
  const defaults = { dataset: null, csv, symbols: [], timeframe: "1d", columns: {}, adjusted: false };
  return loadSnapshot({ ...defaults, ...request }, { home: folder });
}

describe("FAULTS 6.5: a data file is a regular file of a bounded size", () => {
  it.each(["pipe.csv", "zero.csv", "folder.csv"])("%s is refused at once, by its name", async (name) => {
    if (name === "pipe.csv") execFileSync("mkfifo", [path.join(folder, name)]);
    if (name === "zero.csv") symlinkSync("/dev/zero", path.join(folder, name));
    if (name === "folder.csv") mkdirSync(path.join(folder, name));
    await expect(load(name)).rejects.toMatchObject({ code: "FILE_NOT_REGULAR" });
  });

  it("a link to itself and a file of three gigabytes are refused before they are read", async () => {
    symlinkSync("loop.csv", path.join(folder, "loop.csv"));
    writeFileSync(path.join(folder, "huge.csv"), CLEAN);
    truncateSync(path.join(folder, "huge.csv"), 3 * 1024 ** 3);
    await expect(load("loop.csv")).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
    await expect(load("huge.csv")).rejects.toMatchObject({ code: "FILE_TOO_LARGE" });
  });

  it("so is the dataset.yaml of a dataset", async () => {
    mkdirSync(path.join(folder, "datasets/mine"), { recursive: true });
    execFileSync("mkfifo", [path.join(folder, "datasets/mine/dataset.yaml")]);
    await expect(load("", { dataset: "mine", csv: null })).rejects.toMatchObject({ code: "FILE_NOT_REGULAR" });
    rmSync(path.join(folder, "datasets"), { recursive: true });
  });

  it("a first line without an end is no header", () => {
    expect(problemOf("x".repeat(1e6)).message).toBe("prices.csv:1: this line is too long for the header of a table");
  });
});

describe("FAULTS 6.8: one tolerance for high and low", () => {
  const yahoo = [
    "Date,Open,High,Low,Close,Adj Close",
    "2015-07-16,127.74,128.57,127.35,128.51,122.640892",
    "2015-07-17,129.080002,129.619995,128.309998,129.619995,123.700233",
  ].join("\n");

  it.each([
    ["rows of Yahoo, adjusted", yahoo, true],
    ["a high one unit in the last place too low", "date,o,h,l,c\n2020-01-02,1,1.1,0.9,1.1000000000000003\n", false],
    ["a low one unit in the last place too high", "date,o,h,l,c\n2020-01-02,1,1.1,0.9,0.8999999999999999\n", false],
    ["rounding in the tenth decimal", "date,o,h,l,c\n2020-01-02,1,1.0999999999,0.9000000001,1.1\n", false],
  ])("%s: low ≤ open, close ≤ high holds to the bit for whoever reads the bars", (_, text, adjusted) => {
    const { open, high, low, close } = read(text, { adjusted }).bars;
    for (const [bar, last] of close.entries()) {
      expect(high[bar]).toBeGreaterThanOrEqual(Math.max(last, open[bar] ?? Number.NaN));
      expect(low[bar]).toBeLessThanOrEqual(Math.min(last, open[bar] ?? Number.NaN));
    }
  });

  it("more than rounding is an error still", () => {
    expect(problemOf("date,o,h,l,c\n2020-01-02,1,1.1,0.9,1.10000001\n").message).toContain("high 1.1 is below close");
  });
});

describe("FAULTS 6.9: a file that is no CSV is called what it is", () => {
  it.each([
    ["JSON, a list of records", '[{"date": "2020-01-02", "open": 1}]'],
    ["JSON, a list of records", '\u{feff}[\n  {\n    "date": "2020-01-02"\n  }\n]'],
    ["JSON, a list of rows", "[[1577923200000, 10, 12, 9, 11, 100]]"],
    ["JSON, one record per line", '{"t":1,"o":2}\n{"t":2,"o":3}\n'],
    ['JSON, one object: {"error": "Invalid API key"}', '{"error": "Invalid API key"}'],
    ['a web page: "Log in"', "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"],
    ["XML", '<?xml version="1.0"?><bars/>'],
    ["a Parquet file", "PAR1\u{15}\0\u{15}\n"],
    ["an Arrow or Feather file", "ARROW1\0\0"],
    ["an SQLite database", "SQLite format 3\0"],
    ["an Excel workbook", Buffer.from("d0cf11e0a1b11ae1", "hex")],
    ["text in UTF-16", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CLEAN, "utf16le")])],
    ["packed with zstd", Buffer.from("28b52ffd04005900", "hex")],
    ["packed with bzip2", Buffer.from("425a683931415926535901", "hex")],
    ["a Git LFS pointer instead of its content", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"],
    ["an Excel workbook", zip({ "[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>" })],
  ])("%s", (name, content) => {
    const found = problemOf(content);
    expect(found).toMatchObject({ code: "DATASET_INVALID", message: `prices.csv is ${name}, no CSV` });
    expect(found.hint).toMatch(/\.$|pull$/);
  });

  it("headers that begin as other formats do are headers", () => {
    for (const name of ["[x]", "<x>", "ORCL", "PAR1", "PK", "BZh", "{x}"]) {
      expect(
        read(CLEAN.replaceAll("\n", ",1\n").replace("date", `${name},date`).replaceAll("\n2020", "\n7,2020")).bars
          .close[0],
      ).toBe(11);
    }
  });

  it(".gz and .zip of one file are read as the file itself", async () => {
    const plain = read(CLEAN);
    expect(read(gzipSync(CLEAN))).toEqual(plain);
    expect(read(zip({ "a/": "", "a/prices.csv": CLEAN, "__MACOSX/._prices.csv": "x" }))).toEqual(plain);
    writeFileSync(path.join(folder, "SPX.csv.gz"), gzipSync(CLEAN));
    const { snapshot } = await load("SPX.csv.gz");
    expect(snapshot.symbols[0]?.symbol).toBe("SPX");
  });

  it.each([
    ["two files", zip({ "A.csv": CLEAN, "B.csv": CLEAN }), "prices.csv holds 2 files: A.csv, B.csv"],
    ["none", zip({}), "prices.csv is empty"],
    ["a cut .gz", gzipSync(CLEAN.repeat(50)).subarray(0, 60), "prices.csv is packed, and cannot be unpacked"],
    ["a cut .zip", zip({ "A.csv": CLEAN }).subarray(0, 90), "prices.csv is packed, and cannot be unpacked"],
    ["another check sum", wrongSum(zip({ "A.csv": CLEAN })), "prices.csv is packed, and cannot be unpacked"],
    ["another archive inside", gzipSync(gzipSync(CLEAN)), "What is packed in prices.csv is a gzip file, no CSV"],
    ["JSON inside", gzipSync("[[1,2]]"), "What is packed in prices.csv is JSON, a list of rows, no CSV"],
  ])("an archive with %s is refused", (_, content, message) => {
    expect(problemOf(content)).toMatchObject({ code: "DATASET_INVALID", message: expect.stringContaining(message) });
  });
});

describe("FAULTS 6.12 and 6.1: paths and keys", () => {
  it("* in a path is answered with {symbol}", async () => {
    await expect(load("*.csv")).rejects.toMatchObject({
      code: "DATASET_INVALID",
      hint: expect.stringContaining("{symbol}"),
    });
  });

  it("a key of dataset.yaml named like a member of Object is unknown", async () => {
    mkdirSync(path.join(folder, "datasets/evil"), { recursive: true });
    writeFileSync(
      path.join(folder, "datasets/evil/dataset.yaml"),
      "timeframe: 1d\nbars_per_year: 252\nsymbols: [A]\nconstructor: 1\n",
    );
    await expect(load("", { dataset: "evil", csv: null })).rejects.toMatchObject({
      message: expect.stringContaining('unknown key "constructor"'),
    });
  });
});

describe("FAULTS 11.6: prices that no arithmetic survives are refused", () => {
  it.each(["1e-320", "2e-308", "1e-100", "1e300", `0.${"0".repeat(310)}1`, "9".repeat(40)])("%s", (price) => {
    const { code, message } = problemOf(`date,o,h,l,c\n2020-01-02,1,1,1,1\n2020-01-03,${price},1,1,1\n`);
    expect(code).toBe("DATASET_INVALID");
    expect(message).toContain(`prices.csv:3: open is ${Number(price)}; prices are between 1e-30 and 1e+30`);
  });

  it("also those that only the adjustment makes", () => {
    const text = "date,open,high,low,close,adjclose\n2020-01-02,1e5,1e29,1e5,1e5,1e10\n";
    expect(problemOf(text, { adjusted: true }).message).toContain("prices.csv:2: high, once adjusted, is 1e+34");
  });

  it("a volume and a dividend have a bound, too", () => {
    expect(problemOf("date,o,h,l,c,v\n2020-01-02,1,1,1,1,1e200\n").message).toContain("volume is 1e+200");
  });
});

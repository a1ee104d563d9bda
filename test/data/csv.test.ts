import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { barsFromCsv, type CsvBars, readCsvBars } from "../../src/data/csv/read-csv-bars.ts";
import type { Bars } from "../../src/engine/bars.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Options {
  readonly columns?: Readonly<Record<string, string>>;
  readonly adjusted?: boolean;
  readonly timeframe?: string;
}

function read(text: string, options: Options = {}): Bars {
  return readWithWarnings(text, options).bars;
}

function readWithWarnings(text: string, { columns = {}, adjusted = false, timeframe = "1d" }: Options): CsvBars {
  return barsFromCsv(Buffer.from(text), { file: "prices.csv", symbol: "ABC", timeframe, columns, adjusted });
}

function problemOf(text: string, options: Options = {}): { code: string; message: string; hint: string } {
  try {
    read(text, options);
  } catch (error) {
    return error as { code: string; message: string; hint: string };
  }
  throw new Error("Nothing was wrong with it");
}

const CLEAN = "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,100\n2020-01-03,11,13,10,12,200\n";

function withRow(row: string): string {
  return `${CLEAN}${row}\n`;
}

describe("a CSV file", () => {
  it("becomes columns of numbers in shared memory", () => {
    const bars = read(CLEAN);
    expect(bars.symbol).toBe("ABC");
    expect([...bars.time]).toEqual([Date.UTC(2020, 0, 2), Date.UTC(2020, 0, 3)]);
    expect([bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => [...column])).toEqual([
      [10, 11],
      [12, 13],
      [9, 10],
      [11, 12],
      [100, 200],
    ]);
    expect(bars.close.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it.each([
    ["Windows line ends", CLEAN.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\u{feff}${CLEAN}`],
    ["no last line end", CLEAN.trimEnd()],
    ["empty lines", CLEAN.replaceAll("\n", "\n\n")],
    ["semicolons", CLEAN.replaceAll(",", ";")],
    ["tabs", CLEAN.replaceAll(",", "\t")],
    ["quotes", CLEAN.replaceAll(/[^,\n]+/g, '"$&"')],
    ["blanks around cells", CLEAN.replaceAll(",", " , ")],
    ["exponents", CLEAN.replace("10,12", "1e1,1.2E+1")],
    ["capitals in its headers", CLEAN.replace("date,open,high,low,close", "Date,OPEN,High,Low,Close")],
    ["a column that nobody asked for", CLEAN.replaceAll("\n", ",n/a\n").replace("n/a", "note")],
    ["moments instead of days", CLEAN.replaceAll(/2020-01-0\d/g, "$& 05:00:00-05:00")],
  ])("may have %s", (_, text) => {
    expect(read(text)).toEqual(read(CLEAN));
  });

  it("may leave out the volume, or single values of it", () => {
    expect([...read("date,o,h,l,c\n2020-01-02,10,12,9,11").volume]).toEqual([0]);
    expect([...read("date,o,h,l,c,vol\n2020-01-02,10,12,9,11,\n2020-01-03,10,12,9,11,7").volume]).toEqual([0, 7]);
  });

  it.each(["dividend", "Dividends", "divCash", "dividend_amount"])(
    "may have dividends under the header %s",
    (header) => {
      const text = `date,open,high,low,close,${header}\n2020-01-02,10,12,9,11,0\n2020-01-03,11,13,10,12,0.25\n`;
      const bars = read(text);
      expect([...(bars.dividend ?? [])]).toEqual([0, 0.25]);
      expect(bars.dividend?.buffer).toBe(bars.close.buffer);
      expect(read(text.replace(",0\n", ",\n"))).toEqual(bars);
      expect(read(text.replace(header, "paid"), { columns: { dividend: "paid" } })).toEqual(bars);
      expect(read(text.replace(header, "paid")).dividend).toBeUndefined();
    },
  );

  it("that has dividends of zero alone is the same as one without", () => {
    expect(read(CLEAN.replaceAll("\n", ",0\n").replace(",0\n", ",dividend\n"))).toEqual(read(CLEAN));
  });

  it("that is adjusted has the dividends in its prices: the column is left alone, and that is said", () => {
    const text =
      "date,open,high,low,close,adjclose,Dividends\n2020-01-02,10,12,9,11,5.5,n/a\n2020-01-03,11,13,10,12,12,1\n";
    const { bars, warnings } = readWithWarnings(text, { adjusted: true });
    expect(bars.dividend).toBeUndefined();
    expect([...bars.close]).toEqual([5.5, 12]);
    expect(warnings).toEqual(['ABC: the column "Dividends" is not used; adjusted prices have the dividends in them']);
    expect(readWithWarnings(text.replace("n/a", "0"), {}).warnings).toEqual([]);
    expect(readWithWarnings(text.replace("Dividends", "note"), { adjusted: true }).warnings).toEqual([]);
  });

  it("keeps the time of day of bars shorter than a day", () => {
    const text = "timestamp,open,high,low,close\n1577966400,10,12,9,11\n1577970000,11,13,10,12\n";
    expect([...read(text, { timeframe: "1h" }).time]).toEqual([1577966400000, 1577970000000]);
  });

  it("is mapped by the headers that it is told, before the usual ones", () => {
    const text = "date,open,high,low,close,Last price\n2020-01-02,10,12,9,11,10.5\n";
    expect([...read(text, { columns: { close: "Last price" } }).close]).toEqual([10.5]);
  });

  it("gives adjusted prices when asked: close as adjusted, the rest by the same factor", () => {
    const text = "Date,Open,High,Low,Close,Adj Close,Volume\n2020-01-02,10,12,8,10,5,100\n";
    const bars = read(text, { adjusted: true });
    expect([bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => column[0])).toEqual([
      5, 6, 4, 5, 100,
    ]);
    expect(read(text).close[0]).toBe(10);
  });

  it("does not care for a broken column that nobody asked for", () => {
    const text = "date,open,high,low,close,adj close\n2020-01-02,10,12,9,11,oops\n";
    expect(read(text).close[0]).toBe(11);
    expect(problemOf(text, { adjusted: true }).message).toBe('prices.csv:2: adjclose is "oops", not a number');
  });
});

describe("what is wrong with a CSV file", () => {
  it.each([
    ["rows out of order", "2020-01-01,11,13,10,12,1", "2020-01-01 comes after 2020-01-03 of line 3"],
    ["a row twice", "2020-01-03,11,13,10,12,1", "2020-01-03 is there already, on line 3"],
    ["a word", "2020-01-06,11,abc,10,12,1", 'high is "abc", not a number'],
    ["NaN", "2020-01-06,NaN,13,10,12,1", 'open is "NaN", not a number'],
    ["Infinity", "2020-01-06,11,Infinity,10,12,1", 'high is "Infinity", not a number'],
    ["a number too large", "2020-01-06,11,1e999,10,12,1", 'high is "1e999", not a number'],
    ["an empty price", "2020-01-06,11,13,10,,1", "close is empty"],
    ["a short row", "2020-01-06,11,13", "low is empty"],
    ["no date", "06.01.2020,11,13,10,12,1", '"06.01.2020" is no date or time'],
    ["an impossible date", "2020-02-30,11,13,10,12,1", '"2020-02-30" is no date or time'],
    ["a negative price", "2020-01-06,-11,13,10,12,1", "open is -11; prices are above zero"],
    ["a price of zero", "2020-01-06,11,13,10,0,1", "close is 0; prices are above zero"],
    ["a negative volume", "2020-01-06,11,13,10,12,-1", "volume is -1; it cannot be below zero"],
    ["a high below the close", "2020-01-06,11,13,10,14,1", "high 13 is below close 14"],
    ["a high below the open", "2020-01-06,14,13,10,12,1", "high 13 is below open 14"],
    ["a low above the close", "2020-01-06,11,13,10,9,1", "low 10 is above close 9"],
    ["a low above the open", "2020-01-06,9,13,10,12,1", "low 10 is above open 9"],
  ])("is said with file, line and value: %s", (_, row, problem) => {
    const found = problemOf(withRow(row));
    expect(found.code).toBe("DATASET_INVALID");
    expect(found.message.split("\n")[0]).toBe(`prices.csv:4: ${problem}`);
  });

  it.each([
    ["-0.5", "dividend is -0.5; it cannot be below zero"],
    ["NaN", 'dividend is "NaN", not a number'],
    ["1e999", 'dividend is "1e999", not a number'],
  ])("is a dividend of %s", (dividend, problem) => {
    const text = `date,open,high,low,close,dividend\n2020-01-02,10,12,9,11,${dividend}\n`;
    expect(problemOf(text).message).toBe(`prices.csv:2: ${problem}`);
  });

  it("comes with the way out", () => {
    expect(problemOf(withRow("04/17/2020,11,13,10,12,1")).hint).toMatch(/^Write times as 2020-04-17/);
    expect(problemOf(withRow("2020-01-01,11,13,10,12,1")).hint).toBe("Sort the file, oldest row first.");
    expect(problemOf(withRow("2020-01-06,11,x,10,12,1")).hint).toBe(
      "Correct these lines of the file, or leave them out.",
    );
  });

  it("counts lines as an editor does, across empty lines and quotes", () => {
    const text = '\n\ndate,open,high,low,close,volume\n\n"2020-01-02",10,12,9,11,1\n\n2020-01-03,10,12,9,x,1\n';
    expect(problemOf(text).message).toBe('prices.csv:7: close is "x", not a number');
  });

  it("is said of several rows at once, and counted", () => {
    const rows = Array.from({ length: 30 }, (_, day) => `2020-02-${String(day + 1).padStart(2, "0")},1,1,1,x,1`);
    const lines = problemOf(`${CLEAN}${rows.join("\n")}`).message.split("\n");
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe("… and 26 more");
  });

  it("is that there is nothing in it", () => {
    expect(problemOf("").message).toBe("prices.csv is empty");
    expect(problemOf("\n\n").message).toBe("prices.csv is empty");
    expect(problemOf("date,open,high,low,close\n").message).toContain("there are no rows after the header");
  });

  it("is that it is no text", () => {
    expect(problemOf("\u{7f}ELF\0\0\u{1}\n").message).toBe("prices.csv:1: this is no text file");
  });

  it("is a quote left open", () => {
    expect(problemOf(withRow('"2020-01-06,11,13,10,12,1')).message).toContain("this is no CSV");
  });

  it("is a missing column, with the headers that there are", () => {
    expect(problemOf("date,open,close\n2020-01-02,1,1\n")).toMatchObject({
      code: "DATASET_INVALID",
      message: "prices.csv:1: no column for high, low",
      hint: "Its headers are date, open, close. Say which is which: columns: { high: … }.",
    });
    expect(problemOf(CLEAN, { adjusted: true }).message).toBe("prices.csv:1: no column for adjclose");
  });

  it("may lie in the mapping", () => {
    expect(problemOf(CLEAN, { columns: { clos: "close" } })).toMatchObject({
      message: 'prices.csv: "clos" in columns is no field of a bar',
      hint: expect.stringContaining('Did you mean "close"?'),
    });
    expect(problemOf(CLEAN, { columns: { close: "Closed" } })).toMatchObject({
      message: 'prices.csv:1: there is no column "Closed"',
      hint: expect.stringContaining('Did you mean "close"?'),
    });
  });

  it("is that it does not exist; its neighbours are named", async () => {
    writeFileSync(path.join(folder, "SPX.csv"), CLEAN);
    const source = { symbol: "SPY", timeframe: "1d", columns: {}, adjusted: false };
    await expect(readCsvBars({ ...source, file: path.join(folder, "SPY.csv") })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      hint: "In that folder there are SPX.csv.",
    });
    await expect(readCsvBars({ ...source, file: path.join(folder, "none", "SPY.csv") })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
      hint: expect.stringContaining("There is no folder"),
    });
  });
});

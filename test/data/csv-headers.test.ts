import { describe, expect, it } from "vitest";
import { CLEAN, problemOf, read } from "./support/read-text.ts";

describe("FAULTS 6.10: data with closes alone", () => {
  it.each([
    ["told so", { open: "close", high: "close", low: "close" }, "date,close\n2020-01-02,10\n2020-01-03,11\n"],
    [
      "told so, read the slow way",
      { open: "c", high: "c", low: "c", close: "c" },
      'date,c\n"2020-01-02",10\n2020-01-03,11\n',
    ],
    ["by their headers", {}, "date,Close\n2020-01-02,10\n2020-01-03,11\n"],
    ["of one symbol of a wide file", { close: "MSFT" }, "Date,AAPL,MSFT\n2020-01-02,1,10\n2020-01-03,2,11\n"],
  ])("%s", (_, columns, text) => {
    const { bars } = read(text, { columns });
    for (const field of ["open", "high", "low", "close"] as const) expect([...bars[field]]).toEqual([10, 11]);
  });

  it("are said in a warning when nobody asked for it, and adjusted like any others", () => {
    expect(read("date,price\n2020-01-02,10\n").warnings).toEqual([
      "ABC: the file has closes alone; they stand for open, high and low, too",
    ]);
    expect([...read("date,close,adj close\n2020-01-02,10,5\n", { adjusted: true }).bars.high]).toEqual([5]);
  });

  it("are wrong once, whatever else they stand for", () => {
    const bad = ["date,close\n2020-01-02,ten\n", "date,close\n2020-01-02,-1\n", 'date,close\n"2020-01-02",-1\n'];
    expect(bad.map((text) => problemOf(text).message.split("\n"))).toEqual([
      [expect.stringContaining('close is "ten", not a number')],
      [expect.stringContaining("close is -1")],
      [expect.stringContaining("close is -1")],
    ]);
  });

  it("a volume that is a price is taken as told, a time that is a price is not", () => {
    expect([...read(CLEAN, { columns: { volume: "close" } }).bars.volume]).toEqual([11, 12]);
    expect(problemOf(CLEAN, { columns: { open: "date" } }).message).toContain('open is "2020-01-02", not a number');
  });
});

describe("FAULTS 6.12: what is wrong with a header is said", () => {
  it.each([
    ["2020-01-02,10,12,9,11,100\n2020-01-03,11,13,10,12,200\n", "there is no header"],
    ["1577923200000,10,12,9,11,100,1577923259999,1,2,3,4,0\n", "there is no header"],
    ["2020.01.02,00:00,1.1,1.2,1.0,1.1,55\n", "there is no header"],
    ["3-Jan-22;10;12;9;11\n", "there is no header"],
    [
      "https://www.CryptoDataDownload.com\nunix,date,symbol,open\n1,2,3,4\n",
      '"https://www.CryptoDataDownload.com" is a title',
    ],
    ["Edge: Too Many Requests\n", 'this is no table: "Edge: Too Many Requests"'],
    ["sep=;\ndate;open\n", "this line is for Excel, not the header"],
    ["Price,Close,High,Low,Open,Volume\nTicker,A,A,A,A,A\nDate,,,,,\n2020-01-02,1,1,1,1,1\n", "three lines of headers"],
    ["Open,High,Low,Close\n10,12,9,11\n", "no column for time"],
    ["date,open,open,high,low,close\n2020-01-02,1,2,3,0.5,1\n", 'there are two columns named "open"'],
  ])("%j: %s", (text, problem) => {
    const { code, message } = problemOf(text);
    expect([code, message]).toEqual(["DATASET_INVALID", expect.stringContaining(problem)]);
    expect(message).toMatch(/^prices\.csv:1: /);
  });

  it("also when the columns are named in the DAG file", () => {
    expect(problemOf("2020-01-02,10,12,9,11\n", { columns: { close: "Close" } }).message).toContain(
      "there is no header",
    );
  });

  it.each([
    ["Datum;Open;High;Low;Close\n02.01.2020;1;1;1;1\n", "columns: { time: Datum }"],
    ["Date,AAPL,MSFT\n2020-01-02,1,2\n", "columns: { close: AAPL }"],
  ])("%j: the way out is %s", (text, way) => {
    expect(problemOf(text).hint).toContain(way);
  });

  it("a row with one cell more than the header has names is counted", () => {
    const uneven = problemOf("date,open,high,low,close\n1,2020-01-02,10,12,9,11\n");
    expect(uneven.message).toContain("the header has 5 names, and the first row 6 cells");
    expect(read(CLEAN.replaceAll(/(\n2020.*)/g, "$1,"))).toEqual(read(CLEAN));
  });

  it.each([",", "\t"])("an unnamed first column of dates is the time, cut at %j", (delimiter) => {
    const text = CLEAN.replace("date", "").replaceAll(",", delimiter);
    expect(read(text)).toEqual(read(CLEAN));
    expect(
      read(text.replaceAll(/\n(?=2)/g, `\n0${delimiter}`).replace(delimiter, `${delimiter}date${delimiter}`)),
    ).toEqual(read(CLEAN));
  });

  it("a day and a time of day in two columns are named; daily bars take the day", () => {
    const text =
      "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n2020-01-02\t09:30:00\t1\t1\t1\t1\n2020-01-02\t09:31:00\t1\t1\t1\t1\n";
    for (const timeframe of ["1m", "1d"]) {
      const found = problemOf(text, { timeframe });
      expect(found.message).toContain('in two columns, "<DATE>" and "<TIME>"');
      expect(found.hint).toMatch(/^Join them/);
    }
    expect(
      read(
        text
          .replaceAll(/09:3\d:00/g, "000000")
          .replace("02\t000000\t1\t1\t1\t1\n2020-01-02", "02\t000000\t1\t1\t1\t1\n2020-01-03"),
      ).bars.time,
    ).toHaveLength(2);
    const epochs = "Date,Timestamp,Open,High,Low,Close\n2020-01-02,1577966400,1,1,1,1\n";
    expect(read(epochs, { timeframe: "1h" }).bars.time).toHaveLength(1);
  });

  it("a column that says whose bar each row is is named, even where the times are in order", () => {
    const rows = ["2020-01-02,1,1,1,1,AAPL", "2020-01-03,1,1,1,1,AAPL", "2020-01-06,9,9,9,9,MSFT"];
    const text = `date,open,high,low,close,Ticker\n${rows.join("\n")}\n`;
    expect(problemOf(text)).toMatchObject({
      code: "DATASET_INVALID",
      message: 'prices.csv:1: the column "Ticker" holds 2 symbols (AAPL, MSFT); a file holds the bars of one',
    });
    expect(read(text.replace("MSFT", '"AAPL"')).bars.time).toHaveLength(3);
    const quoted = text.replaceAll(/^(.*),(\w+)$/gm, '"Nasdaq, US",$1,$2').replace('"Nasdaq, US"', "exchange");
    expect(problemOf(quoted).message).toContain('"Ticker" holds 2 symbols (AAPL, MSFT)');
    expect(read(quoted.replace("MSFT", "AAPL")).bars.time).toHaveLength(3);
  });

  it.each(["$96.60", "84,931.6", "1.29M", "2.89%", "1,5", "1'000.5", "€ 5"])("%j: how numbers are written", (text) => {
    expect(problemOf(`date;o;h;l;c\n2020-01-02;${text};1;1;1\n`).hint).toContain("decimal point");
  });

  it("newest first is said once, and nanoseconds are known", () => {
    const found = problemOf("date,o,h,l,c\n2020-01-06,1,1,1,1\n2020-01-03,1,1,1,1\n2020-01-02,1,1,1,1\n");
    expect(found.message).toBe("prices.csv:2: the newest row comes first");
    expect(problemOf("t,o,h,l,c\n1577836800000000000,1,1,1,1\n", { columns: { time: "t" } }).hint).toContain(
      "nanoseconds",
    );
  });
});

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CONTRACT } from "../../../src/core/spec/outputs-spec.ts";
import { checkOutputs } from "../../../src/executors/outputs/check-outputs.ts";
import { readOutputs } from "../../../src/executors/outputs/read-outputs.ts";
import { GOOD, outputFolder, said } from "./support/output-folder.ts";

const OPTIONS = { calendar: null, initialCapital: 100_000 };
type Files = Parameters<typeof outputFolder>[0];

async function problemsOf(files: Files) {
  const { errors, warnings } = await checkOutputs(outputFolder(files), CONTRACT, OPTIONS);
  return { errors, warnings };
}

/** The metrics that come from the files as they are, and what is said of them. */
async function read(files: Files) {
  const { report, metrics } = await readOutputs(outputFolder(files), CONTRACT, { ...OPTIONS, blocks: 2 });
  return { report, of: (id: string) => metrics.get(id)?.value };
}

const pnl = GOOD["pnl.csv"] ?? "";
const trades = GOOD["trades.csv"] ?? "";

/** The good result, as other programs would have written it. */
const WRITERS: Readonly<Record<string, Files>> = {
  "pandas with its index": {
    "trades.csv": trades
      .split("\n")
      .map((line, i) => (line === "" ? "" : `${i === 0 ? "" : i - 1},${line}`))
      .join("\n"),
    "pnl.csv": pnl
      .split("\n")
      .map((line, i) => (line === "" ? "" : `${i === 0 ? "" : i - 1},${line}`))
      .join("\n"),
  },
  "pandas with times and offsets": {
    "pnl.csv": pnl.replaceAll(/(2020-01-\d\d)/g, "$1 00:00:00+05:30"),
    "trades.csv": trades.replaceAll(/(:\d\d:\d\d)/g, "$1.000001+05:30"),
  },
  "R, write.csv with row names": {
    "pnl.csv":
      '"","date","pnl","cumulative_pnl"\n"1",2020-01-02,1200.5,1200.5\n"2",2020-01-03,-300,900.5\n"3",2020-01-06,450,1350.5\n"4",2020-01-07,0,1350.5\n',
    "trades.csv":
      '"","entry_time","exit_time","pnl","strike"\n"1","2020-01-02 09:20:00","2020-01-02 15:15:00",1200.5,1e4\n"2","2020-01-03 09:20:00","2020-01-03 15:15:00",-3e2,10100\n"3","2020-01-06 09:20:00","2020-01-06 15:15:00",450,NA\n',
  },
  "Excel in German": {
    "pnl.csv":
      "\uFEFFdate;pnl;cumulative_pnl\r\n02.01.2020;1200,5;1200,5\r\n03.01.2020;-300,00;900,5\r\n06.01.2020;450,0;1350,5\r\n07.01.2020;0,0;1350,5\r\n",
    "trades.csv":
      "\uFEFFsep=;\r\nentry_time;exit_time;pnl;strike\r\n02.01.2020 09:20;02.01.2020 15:15;1200,5;10000\r\n03.01.2020 09:20;03.01.2020 15:15;-300,0;10100\r\n06.01.2020 09:20;06.01.2020 15:15;450,0;10100\r\n",
  },
  "a program that likes tabs and capital letters": {
    "pnl.csv": pnl.replace("date,pnl,cumulative_pnl", "Date, PnL ,Cumulative PnL").replaceAll(",", "\t"),
    "trades.csv": trades.replace("entry_time", " Entry-Time").replaceAll(",", "\t"),
  },
  "a program with notes of several lines, in quotes": {
    "trades.csv": trades
      .split("\n")
      .map((line, i) => (line === "" ? "" : `${i === 0 ? "note" : '"a, ""b""\nand c 🚀"'},${line}`))
      .join("\n"),
    "pnl.csv": pnl.replaceAll("2020-01-", "202001").replaceAll("\n", "\r\n"),
  },
};

describe("a good result is read alike, whoever has written it", () => {
  it.each(Object.entries(WRITERS))("%s", async (_who, files) => {
    const { report, of } = await read(files);
    expect(report.errors).toEqual([]);
    const plain = await read({});
    for (const id of ["sharpe", "max_drawdown", "win_rate", "total_trades", "final_equity", "expectancy"]) {
      expect(of(id), id).toBe(plain.of(id));
    }
    expect(of("avg_duration")).toBeCloseTo(plain.of("avg_duration") ?? Number.NaN, 9);
  });
});

describe("what is no CSV file is named", () => {
  it.each<readonly [string, string | Uint8Array]>([
    ["is UTF-16: save it as UTF-8", Buffer.from(`\uFEFF${pnl}`, "utf16le")],
    ["is compressed (gzip): write it as plain CSV", gzipSync(pnl.repeat(20))],
    ["is an Excel workbook or another zip archive: save it as CSV", Buffer.from(`PK\u0003\u0004${"x".repeat(200)}`)],
    ["begins with {, as JSON does: write it as CSV", JSON.stringify({ date: [pnl] })],
    ["begins with <, as HTML and XML do: write it as CSV", `<!doctype html>${pnl}`],
    ["is Parquet: write it as CSV", `PAR1${pnl}`],
    ["ends its lines with CR alone: write LF or CRLF", pnl.replaceAll("\n", "\r")],
    ["has no header line", "\n".repeat(200)],
    ["has no header line, or one that is longer than 128 kB", "x".repeat(3_000_000)],
  ])("%s", async (expected, content) => {
    expect((await problemsOf({ "pnl.csv": content })).errors).toEqual([said("pnl.csv", expected)]);
  });
});

describe("what is wrong in a CSV file is said in one sentence, with its line", () => {
  const inPnl = (from: string | RegExp, to: string): Files => ({ "pnl.csv": pnl.replace(from, to) });
  it.each<readonly [string, Files]>([
    [
      'has a date whose day may be its month: write YYYY-MM-DD on lines 2, 3, 4 and 1 more (line 2 has "02/01/2020")',
      { "pnl.csv": pnl.replaceAll(/2020-(\d\d)-(\d\d)/g, "$2/$1/2020") },
    ],
    ['has a date that is no day of the years 1800 to 2199 on line 3 ("2020-02-30")', inPnl("2020-01-03", "2020-02-30")],
    ['has a date that is no date: write YYYY-MM-DD on line 3 ("43833")', inPnl("2020-01-03", "43833")],
    ["has no date on line 3", inPnl("2020-01-03", "")],
    ['has an infinite pnl on line 3 ("-inf")', inPnl("-300.0", "-inf")],
    ['has a cumulative_pnl that is no number on line 3 ("$900.5")', inPnl("900.5", "$900.5")],
    ['has a cumulative_pnl that is no number on line 3 ("1,900.5")', inPnl("900.5", '"1,900.5"')],
    [
      'writes pnl with another decimal mark than before, or with thousands separators on line 3 ("-300,5")',
      { "pnl.csv": pnl.replaceAll(",", ";").replace("-300.0", "-300,5") },
    ],
    ["has not the 3 fields of its header on line 3", inPnl("900.5", "900.5,1")],
    ["has not the 3 fields of its header on line 5", inPnl("07,0.0,1350.5", "07,0.0")],
    ["ends within line 5: it has 2 of 3 fields", inPnl(",1350.5\n2020-01-07,0.0,1350.5\n", ",1350.5\n2020-01-07,0.0")],
    ["opens a quote on line 4 that is never closed", inPnl("2020-01-06", '"2020-01-06')],
    ["goes on after a closing quote on line 3", inPnl("900.5", '"900.5"0')],
    ['has the column "pnl" 2 times', inPnl("date,pnl", "date,PNL,pnl")],
    ['has no column "date": its first column has no name (pandas: to_csv(…, index_label="date"))', inPnl("date,", ",")],
    ["is not UTF-8 (line 3): write it in UTF-8", { "pnl.csv": Buffer.from(pnl.replace("900.5", "900.5é"), "latin1") }],
  ])("%s", async (expected, files) => {
    const { errors } = await problemsOf(files);
    expect(errors[0]).toBe(said("pnl.csv", expected));
  });

  it("a table without its header line", async () => {
    const { errors } = await problemsOf({ "pnl.csv": pnl.slice(pnl.indexOf("\n") + 1).repeat(2) });
    expect(errors).toContain('pnl.csv has no column "date": it seems to have no header line.');
  });

  it("warns of a last line that may be cut, of names that it had to guess, and of times that it cannot read", async () => {
    const { errors, warnings } = await problemsOf({
      "pnl.csv": pnl.replace("date", "Date").slice(0, -1),
      "trades.csv": trades
        .replace("strike,option_type", "note,note")
        .replace("2020-01-03 09:20:00", "Friday")
        .replace("2020-01-06 15:15:00", "2020-01-05 15:15:00"),
    });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      'trades.csv has the column "note" more than once.',
      'trades.csv has no column "strike", nor a "symbol": what was traded is not known.',
      'trades.csv has an entry_time that is no date: write YYYY-MM-DD on line 3 ("Friday").',
      "trades.csv has an exit_time before its entry_time on line 4.",
      'pnl.csv writes the column "date" as "Date".',
      "pnl.csv does not end with a line break: the last value of line 5 may be cut off.",
    ]);
  });

  it("warns of a cumulative_pnl that its pnl does not add up to", async () => {
    const { errors, warnings } = await problemsOf({ "pnl.csv": pnl.replace("450.0,", "350.0,") });
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      "pnl.csv ends with a cumulative_pnl of 1350.5, but its pnl adds up to 1250.5: equity is taken from cumulative_pnl.",
    ]);
  });

  it("finds bytes that are no UTF-8 wherever the chunks end, and none in a text of whole characters", async () => {
    const row = "2020-01-02 09:20:00,2020-01-02 15:15:00,1,2,🚀é€\n";
    const many = `entry_time,exit_time,pnl,strike,note\n${row.repeat(20_000)}`;
    expect((await problemsOf({ "trades.csv": many })).errors).toEqual([]);
    const cut = Buffer.concat([Buffer.from(many.trimEnd()), Buffer.from("🚀").subarray(0, 2)]);
    expect((await problemsOf({ "trades.csv": cut })).errors).toEqual([
      "trades.csv is not UTF-8 (line 20,001): write it in UTF-8.",
    ]);
    const bytes = Buffer.from(many);
    bytes[bytes.length - 3] = 0x41;
    expect((await problemsOf({ "trades.csv": bytes })).errors).toEqual([
      "trades.csv is not UTF-8 (line 20,001): write it in UTF-8.",
    ]);
  });
});

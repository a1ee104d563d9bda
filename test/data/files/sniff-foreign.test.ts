import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readingOf, type WrittenReading } from "../../../src/core/spec/data-reading.ts";
import { checkFile } from "../../../src/data/files/check-file.ts";
import { readFileBars } from "../../../src/data/files/read-file-bars.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-foreign-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TIMES = [Date.UTC(2024, 0, 31), Date.UTC(2024, 1, 1), Date.UTC(2024, 1, 2)];

/** Three days in whatever way a file writes them. */
function table(header: string, days: readonly string[], cut = ","): string {
  const rows = days.map((day, index) => [day, 10 + index, 13 + index, 9 + index, 11 + index, 500].join(cut));
  return [header, ...rows].join("\n");
}
const HEAD = "Date,Open,High,Low,Close,Volume";
const ISO = ["2024-01-31", "2024-02-01", "2024-02-02"];
const RECORDS = ISO.map((_, index) => ({ Open: 10 + index, High: 13 + index, Low: 9 + index, Close: 11 + index }));

/** As Python's codecs of these names write the headers. */
const LATIN1 = Buffer.from("Datum;Er\u00f6ffnung;Hoch;Tief;Schluss;St\u00fccke", "latin1");
const GB18030 = Buffer.from("c8d5c6da2cbfaac5cc2cd7eeb8df2cd7eeb5cd2ccad5c5cc2cb3c9bdbbc1bf", "hex");
const SHIFT_JIS = Buffer.from("93fa95742c8e6e926c2c8d82926c2c88c0926c2c8f49926c2c8f6f978d8d82", "hex");
const CP1251 = Buffer.from(
  "c4e0f2e03bcef2eaf0fbf2e8e53bcce0eaf1e8ecf3ec3bcce8ede8ecf3ec3bc7e0eaf0fbf2e8e53bcee1fab8ec",
  "hex",
);
const CP949 = Buffer.from("b3afc2a52cbdc3b0a12cb0edb0a12cc0fab0a12cc1beb0a12cb0c5b7a1b7ae", "hex");
const below = (header: Buffer, cut: string): Buffer =>
  Buffer.concat([header, Buffer.from(`\n${table("", ISO, cut).trim()}`)]);

const FILES: readonly (readonly [string, string | Buffer, WrittenReading])[] = [
  ["windows-1252", below(LATIN1, ";"), { encoding: "windows-1252" }],
  ["gb18030", below(GB18030, ","), { encoding: "gb18030" }],
  ["shift_jis", below(SHIFT_JIS, ","), { encoding: "shift_jis" }],
  ["windows-1251", below(CP1251, ";"), { encoding: "windows-1251" }],
  ["euc-kr", below(CP949, ","), { encoding: "euc-kr" }],
  ["UTF-16 with a mark", Buffer.from(`\u{feff}${table(HEAD, ISO)}`, "utf16le"), { encoding: "utf-16le" }],
  ["UTF-16 without one", Buffer.from(table(HEAD, ISO), "utf16le"), { encoding: "utf-16le" }],
  [
    "another encoding in a column that is not read",
    Buffer.from(
      table(
        `Note,${HEAD}`,
        ISO.map((day) => `\u00e9,${day}`),
      ),
      "latin1",
    ),
    {},
  ],
  ["carriage returns alone", table(HEAD, ISO).replaceAll("\n", "\r"), {}],
  ["a line of units", table(`${HEAD}\n(UTC),(USD),(USD),(USD),(USD),(BTC)`, ISO), { skip_lines: 2 }],
  [
    "totals and remarks below",
    `${table(HEAD, ISO)}\nTotal,,,,,1500\n\nData by Example Inc.\n`,
    { repair: ["drop_empty"] },
  ],
  ["Excel's days", table(HEAD, ["45322", "45323", "45324"]), { date_format: "excel" }],
  [
    "tickers and short dates without a header",
    table("", ["BHP,240131", "BHP,240201", "BHP,240202"]).trim(),
    { date_format: "YYMMDD" },
  ],
  [
    "German names of months",
    table(HEAD, ["31. Januar 2024", "1. Februar 2024", "2. Februar 2024"]),
    { date_format: "D. MMM YYYY" },
  ],
  [
    "French ones, cut",
    table(HEAD, ["31 janv. 2024", "1 f\u00e9vr. 2024", "2 f\u00e9vr. 2024"]),
    { date_format: "D MMM YYYY" },
  ],
  [
    "names of weekdays",
    table(HEAD, ["Wed Jan 31 2024", "Thu Feb 01 2024", "Fri Feb 02 2024"]),
    { date_format: "dddd MMM D YYYY" },
  ],
  ["headers with signs that are not seen", table(`\u200f${HEAD}`, ISO), {}],
  ["Polish headers", table("Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen", ISO), {}],
  [
    "JSON, parallel lists",
    JSON.stringify({
      s: "ok",
      t: TIMES.map((time) => time / 1000),
      o: [10, 11, 12],
      h: [13, 14, 15],
      l: [9, 10, 11],
      c: [11, 12, 13],
    }),
    { format: "json" },
  ],
  [
    "JSON, records by day",
    JSON.stringify({
      "Meta Data": { "2. Symbol": "X" },
      Daily: Object.fromEntries(
        ISO.map((day, index) => [
          day,
          {
            "1. open": `${10 + index}`,
            "2. high": `${13 + index}`,
            "3. low": `${9 + index}`,
            "4. close": `${11 + index}`,
          },
        ]),
      ),
    }),
    { format: "json" },
  ],
  [
    "JSON of pandas, by column",
    JSON.stringify(
      Object.fromEntries(
        ["Open", "High", "Low", "Close"].map((name) => [
          name,
          Object.fromEntries(RECORDS.map((row, index) => [ISO[index], row[name as "Open"]])),
        ]),
      ),
    ),
    { format: "json" },
  ],
  [
    "JSON of pandas, by column and row",
    JSON.stringify({ Date: { 0: ISO[0], 1: ISO[1], 2: ISO[2] }, Close: { 0: 11, 1: 12, 2: 13 } }),
    { format: "json" },
  ],
  [
    "JSON of pandas, split",
    JSON.stringify({ columns: ["Close"], index: ISO, data: [[11], [12], [13]] }),
    { format: "json" },
  ],
];

const MONTHS = Array.from({ length: 12 }, (_, month) => `2023-${String(month + 1).padStart(2, "0")}`);

describe("data check reads files as other programs write them, and so do runs", () => {
  it.each(FILES)("%s", async (_, content, expected) => {
    const file = path.join(folder, "prices.csv");
    writeFileSync(file, content);
    const { written, problem, timeframe, choices, found } = await checkFile(file, "ABC");
    expect([problem, choices, timeframe]).toEqual([null, [], "1d"]);
    expect(written).toMatchObject(expected);
    const source = { file, symbol: "ABC", timeframe, adjusted: false, ...readingOf(written) };
    const { bars } = await readFileBars(source);
    expect(bars).toEqual(found?.bars);
    expect([[...bars.time], [...bars.close]]).toEqual([TIMES, [11, 12, 13]]);
  });

  it("bars of months are those of their first days", async () => {
    const file = path.join(folder, "months.csv");
    writeFileSync(file, `Month,Close\n${MONTHS.map((month) => `${month},11`).join("\n")}`);
    const { found, timeframe, written } = await checkFile(file, "ABC");
    expect([timeframe, written.date_format]).toEqual(["1M", "YYYY-MM"]);
    expect([...(found?.bars.time ?? [])]).toEqual(MONTHS.map((month) => Date.parse(`${month}-01`)));
  });

  it("says which rows are no bars", async () => {
    const file = path.join(folder, "totals.csv");
    writeFileSync(file, `${table(HEAD, ISO)}\nTotal,,,,,1500\nData by Example Inc.\n`);
    const { certainty, doubts, repairs } = await checkFile(file, "ABC");
    expect([certainty, doubts]).toEqual([
      "likely",
      ['line 5, "Total", is no bar, nor are 1 more: repair: [drop_empty] drops them'],
    ]);
    expect(repairs).toEqual([{ repair: "drop_empty", rows: 2, lines: [5, 6] }]);
  });
});

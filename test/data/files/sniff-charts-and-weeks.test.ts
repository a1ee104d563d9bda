import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readingOf, type WrittenReading } from "../../../src/core/spec/data-reading.ts";
import { checkFile, type FileCheck } from "../../../src/data/files/check-file.ts";
import { readFileBars } from "../../../src/data/files/read-file-bars.ts";
import { readFile, times } from "./support.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-charts-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function check(content: string): Promise<FileCheck> {
  const file = path.join(folder, "prices.txt");
  writeFileSync(file, content);
  return checkFile(file, "ABC");
}

const DAYS = ["2024-01-31", "2024-02-01", "2024-02-02"];
const QUOTE = { open: [10, 11, 12], high: [13, 14, 15], low: [9, 10, 11], close: [11, 12, 13], volume: [5, 6, 7] };
const NEW_YORK = { symbol: "ABC", exchangeTimezoneName: "America/New_York", dataGranularity: "1d" };

/** Half past two of UTC, as New York opens in winter, on each of the days. */
const OPENINGS = DAYS.map((day) => Date.parse(`${day}T14:30:00Z`) / 1000);

function chart(change: Readonly<Record<string, unknown>> = {}): unknown {
  const adjclose = [{ adjclose: [10.5, 11.5, 12.5] }];
  const result = { meta: NEW_YORK, timestamp: OPENINGS, indicators: { quote: [QUOTE], adjclose }, ...change };
  return { chart: { result: [result], error: null } };
}

const RECORDS = JSON.stringify(
  DAYS.map((date, row) => ({ date, open: 10 + row, high: 13 + row, low: 9 + row, close: 11 + row })),
);

/** Rows of a table that a program printed. */
const ROWS = DAYS.map((day, row) => `${day}  ${10 + row}  ${13 + row}   ${9 + row}  ${11 + row}`);
const NUMBERED = ROWS.map((row, at) => `${at} ${row}`).join("\n");

const FILES: readonly (readonly [string, string, WrittenReading])[] = [
  ["a chart of Yahoo", JSON.stringify(chart()), { format: "json" }],
  ["one without what it is about", JSON.stringify(chart({ meta: undefined })), { format: "json" }],
  [
    "one of Sydney, which opens on the day before by UTC",
    JSON.stringify(
      chart({
        meta: { ...NEW_YORK, exchangeTimezoneName: "Australia/Sydney" },
        timestamp: DAYS.map((day) => Date.parse(`${day}T10:00:00+11:00`) / 1000),
      }),
    ),
    { format: "json" },
  ],
  ["records in a call", `callback(${RECORDS});`, { format: "json" }],
  ["a chart in a call", `/**/ jQuery123_456(${JSON.stringify(chart())})\n`, { format: "json" }],
  [
    "days of weeks",
    "date,open,high,low,close\n2024-W05-3,10,13,9,11\n2024-W05-4,11,14,10,12\n2024-W05-5,12,15,11,13\n",
    { date_format: "YYYY-Www-D" },
  ],
  ["columns aligned by blanks", `Date      Open High Low Close\n${ROWS.join("\n")}\n`, { delimiter: "blanks" }],
  [
    "a rule below the header",
    `Date      Open High Low Close\n---------- --- --- --- ---\n${ROWS.join("\n")}\n`,
    { delimiter: "blanks", skip_lines: 2, header: ["Date", "Open", "High", "Low", "Close"] },
  ],
  [
    "the name of the index a line below",
    `            Open High Low Close\nDate\n${ROWS.join("\n")}\n`,
    { delimiter: "blanks", skip_lines: 2, header: ["Date", "Open", "High", "Low", "Close"] },
  ],
  [
    "rows with their number",
    `  Date      Open High Low Close\n${NUMBERED}\n`,
    { delimiter: "blanks", skip_lines: 1, header: ["row", "Date", "Open", "High", "Low", "Close"] },
  ],
  [
    "an index without a name",
    `            Open High Low Close\n${ROWS.join("\n")}\n`,
    { delimiter: "blanks", skip_lines: 1, header: ["date", "Open", "High", "Low", "Close"] },
  ],
  [
    "a header with a blank in it",
    `Date        Open  High  Low  Close  Adj Close\n${ROWS.map((row) => `${row}  9`).join("\n")}\n`,
    { delimiter: "blanks", skip_lines: 1, header: ["Date", "Open", "High", "Low", "Close", "Adj Close"] },
  ],
];

describe("data check reads what services and programs print, and so do runs", () => {
  it.each(FILES)("%s", async (_, content, expected) => {
    const { written, problem, timeframe, choices, found } = await check(content);
    expect([problem, choices, timeframe]).toEqual([null, [], "1d"]);
    expect(written).toEqual(expect.objectContaining(expected));
    const file = path.join(folder, "prices.txt");
    const { bars } = await readFileBars({ file, symbol: "ABC", timeframe, adjusted: false, ...readingOf(written) });
    expect(bars).toEqual(found?.bars);
    expect([...bars.time]).toEqual(DAYS.map((day) => Date.parse(day)));
    expect([bars.open, bars.close].map((prices) => [...prices])).toEqual([
      [10, 11, 12],
      [11, 12, 13],
    ]);
  });

  it("weeks are their Mondays, of years with 53 of them, too", async () => {
    const { timeframe, found, doubts } = await check("week,close\n2020-W52,1\n2020-W53,2\n2021-W01,3\n");
    expect([timeframe, found === null ? [] : times(found)]).toEqual(["1w", ["2020-12-21", "2020-12-28", "2021-01-04"]]);
    expect(doubts[0]).toContain("weeks are taken for those of ISO 8601");
  });

  it("a date and a time of day under one name are joined", async () => {
    const rows = ["09:30", "10:30", "11:30"].map((clock) => `2024-03-04 ${clock}  10  12  9  11`);
    const { found, written, timeframe } = await check(`Date              Open High Low Close\n${rows.join("\n")}\n`);
    expect([timeframe, written.columns]).toEqual(["1h", { time: ["Date", "clock"] }]);
    expect(found === null ? [] : times(found)).toEqual(["2024-03-04T09:30", "2024-03-04T10:30", "2024-03-04T11:30"]);
  });

  it("says where days are taken for those of UTC", async () => {
    expect((await check(JSON.stringify(chart()))).certainty).toBe("certain");
    const { certainty, doubts } = await check(JSON.stringify(chart({ meta: undefined })));
    expect([certainty, doubts]).toEqual([
      "likely",
      ["times are moments, whose days are those of UTC: add timezone: of the exchange where they are not"],
    ]);
  });

  it("minutes of a chart are the moments that it says", async () => {
    const content = JSON.stringify(chart({ meta: { ...NEW_YORK, dataGranularity: "5m" } }));
    expect(times(await readFile(content, { format: "json", timeframe: "5m" }))[0]).toBe("2024-01-31T14:30");
  });

  it.each([
    ["1d", ["2024-01-31", "2024-02-01", "2024-02-01"], 2],
    ["1wk", ["2024-01-22", "2024-01-29", "2024-02-02"], 2],
    ["1wk", ["2024-01-15", "2024-01-22", "2024-01-29"], 3],
    ["1mo", ["2024-01-01", "2024-02-01", "2024-02-20"], 2],
    ["1mo", ["2024-01-01", "2024-02-01", "2024-03-01"], 3],
    ["3mo", ["2023-10-01", "2024-01-01", "2024-02-02"], 2],
  ])("the quote at the end of a chart of %s is no bar: %j", async (dataGranularity, days, bars) => {
    const timestamp = days.map((day, at) => Date.parse(`${day}T14:30:00Z`) / 1000 + at);
    const content = JSON.stringify(chart({ meta: { ...NEW_YORK, dataGranularity }, timestamp }));
    const timeframe = { "1d": "1d", "1wk": "1w", "1mo": "1M", "3mo": "3M" }[dataGranularity] ?? "";
    expect(times(await readFile(content, { format: "json", timeframe }))).toEqual(days.slice(0, bars));
  });

  it("rows of a chart without a price are dropped when it is asked for", async () => {
    const quote = Object.fromEntries(
      Object.entries(QUOTE).map(([name, [first, , last]]) => [name, [first, null, last]]),
    );
    const { written, found } = await check(JSON.stringify(chart({ indicators: { quote: [quote] } })));
    expect(written.repair).toEqual(["drop_empty"]);
    expect(found === null ? [] : times(found)).toEqual([DAYS[0], DAYS[2]]);
  });
});

const HEAD = "Date  Open  High  Low  Close\n";
const refusal = (code: string, description: string): string =>
  JSON.stringify({ chart: { result: null, error: { code, description } } });

describe("what could be read wrongly is refused, with what to do", () => {
  it.each([
    ["an error of Yahoo", refusal("Not Found", "No data found"), "this is an error of Yahoo: Not Found: No data found"],
    ["two charts", JSON.stringify({ chart: { result: [{}, {}] } }), "it holds 2 charts"],
    ["a chart without bars", JSON.stringify({ chart: { result: [{ meta: NEW_YORK }] } }), "its chart has no bars"],
    [
      "a price too few",
      JSON.stringify(chart({ indicators: { quote: [{ ...QUOTE, low: [9, 10] }] } })),
      "its chart has 3 times, and 2 of low",
    ],
    ["a hundred thousand lists in each other", `{"chart":{"result":${"[".repeat(1e5)}${"]".repeat(1e5)}}}`, "no bars"],
    ["a call that was cut off", `callback(${RECORDS.slice(0, 60)}`, "this is no JSON"],
    ["two calls", `callback(${RECORDS});callback(${RECORDS});`, "this is no JSON"],
    ["five megabytes of blanks behind a call", `callback(${RECORDS}${" ".repeat(5e6)}x`, "this is no JSON"],
    ["a variable", `var data = ${RECORDS};`, "is a script that sets a variable"],
    ["a 53rd week of a year with 52", "week,close\n2021-W52,1\n2021-W53,2\n", ':3: "2021-W53" is no time'],
    ["a week 0, which ISO 8601 does not have", "week,close\n2024-W00,1\n2024-W01,2\n", 'such as "2024-W00"'],
    [
      "an empty cell among blanks",
      `${HEAD}2024-03-04  10  12  9  11\n2024-03-05  12  9  11\n2024-03-06  10  12  9  11\n`,
      ":3: this row has 4 cells, and there are 5 names",
    ],
    [
      "a line of five megabytes among them",
      `${HEAD}2024-03-04  10  12  9  11\n${"1 ".repeat(25e5)}\n2024-03-06  10  12  9  11\n`,
      ":3: this row has 32768 cells",
    ],
    [
      "thousands cut by blanks",
      "Date        Close\n2024-03-04  84 931\n2024-03-05  85 000\n",
      "the header has 2 names",
    ],
    [
      "dates with blanks among them",
      "Date         Open High Low Close\nMar 4, 2024  10  12  9  11\nMar 5, 2024  10  12  9  11\n",
      "aligned by blanks, and some cells have blanks in them",
    ],
  ])("%s", async (_, content, message) => {
    await expect(check(content)).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/\w/),
    });
  });

  it("names of columns that mean something to JavaScript are names like any other", async () => {
    const quote = JSON.stringify(QUOTE).replace("{", '{"__proto__":[1,2,3],"constructor":[1,2,3],');
    const content = JSON.stringify(chart()).replace(JSON.stringify(QUOTE), quote);
    expect([...(await readFile(content, { format: "json" })).bars.close]).toEqual([11, 12, 13]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it("a run that was told nothing is told which line to write", async () => {
    const file = path.join(folder, "told.csv");
    writeFileSync(file, `${HEAD}2024-03-04  10  12  9  11\n`);
    const source = { file, symbol: "ABC", timeframe: "1d", adjusted: false, columns: {} };
    await expect(readFileBars(source)).rejects.toMatchObject({
      message: `${file}:1: its columns are aligned by blanks`,
      hint: expect.stringContaining("delimiter: blanks"),
    });
  });
});

import { expect, it } from "vitest";
import { readSeries } from "../../../src/executors/outputs/read-series.ts";
import { outputFolder } from "./support/output-folder.ts";

const OPTIONS = { initialCapital: 100_000 };

it("a tearsheet gets the days, the equity and the trades of a result", async () => {
  const trades = [
    "entry_time,exit_time,pnl,symbol,side,entry_price,exit_price,quantity,fees",
    "2020-01-02 09:20:00,2020-01-02 15:15:00,1200.5,NIFTY,long,100,112.005,100,1",
    "2020-01-03,2020-01-05,-300,BANK,SELL,50,53,100,",
    "2019-12-31,2020-01-09,450,NIFTY,,,,,",
    "2020-01-06,2020-01-06,oops,NIFTY,,,,,",
    "",
  ].join("\n");
  const result = await readSeries(outputFolder({ "trades.csv": trades }), OPTIONS);
  expect(Array.from(result?.time ?? [], (ms) => new Date(ms).toISOString().slice(0, 10))).toEqual([
    "2020-01-02",
    "2020-01-03",
    "2020-01-06",
    "2020-01-07",
  ]);
  expect([...(result?.equity ?? [])]).toEqual([101_200.5, 100_900.5, 101_350.5, 101_350.5]);
  expect(result?.trades).toMatchObject([
    {
      symbol: "NIFTY",
      side: "long",
      entryBar: 0,
      exitBar: 0,
      entryPrice: 100,
      units: 100,
      exitFee: 1,
      pnl: 1200.5,
      grossPnl: 1201.5,
    },
    {
      symbol: "BANK",
      side: "short",
      entryBar: 1,
      exitBar: 1,
      exitFee: Number.NaN,
      pnl: -300,
      grossPnl: -300,
      returnPct: -0.06,
    },
    { symbol: "NIFTY", side: "long", entryBar: 0, exitBar: 3, entryPrice: Number.NaN, pnl: 450 },
  ]);
  expect(result?.trades[0]?.entryTime).toBe(Date.UTC(2020, 0, 2, 9, 20));
  expect(result?.stamps).toEqual(["exits are not told: they are shown as signals"]);
});

it("the trades of options are called by strike and type", async () => {
  const result = await readSeries(outputFolder(), OPTIONS);
  expect(result?.trades.map(({ symbol }) => symbol)).toEqual(["10000 CE", "10100 PE", "10100 PE"]);
  expect(result?.stamps).toEqual([
    "sides are not told: trades are shown as long",
    "exits are not told: they are shown as signals",
  ]);
});

it("of very many trades the last ones are kept, and the tearsheet says so", async () => {
  const row = (i: number): string => `2020-01-02,2020-01-03,${i}`;
  const trades = ["entry_time,exit_time,pnl", ...Array.from({ length: 250_001 }, (_, i) => row(i)), ""].join("\n");
  const result = await readSeries(outputFolder({ "trades.csv": trades }), OPTIONS);
  expect(result?.trades).toHaveLength(100_000);
  expect(result?.trades.at(-1)?.pnl).toBe(250_000);
  expect(result?.stamps).toContain("the last 100,000 trades of 250,001");
});

it.each([
  ["no pnl.csv", { "pnl.csv": null }],
  ["one that cannot be relied on", { "pnl.csv": "date,pnl,cumulative_pnl\n2020-01-02,1,x\n" }],
])("without days there is nothing to draw: %s", async (_what, files) => {
  expect(await readSeries(outputFolder(files), OPTIONS)).toBeNull();
});

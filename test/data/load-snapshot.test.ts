import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DataSpec } from "../../src/core/spec/data-spec.ts";
import { loadSnapshot } from "../../src/data/load-snapshot.ts";

const SAMPLE = path.resolve(import.meta.dirname, "../../datasets/sp500/SPX.csv");
const ROWS = "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,100\n2020-01-03,11,13,10,12,200\n";

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-data-"));
});
afterEach(() => rmSync(home, { recursive: true }));

function request(change: Partial<DataSpec>): DataSpec {
  return { dataset: null, csv: null, symbols: [], timeframe: "1d", columns: {}, adjusted: false, ...change };
}

function load(change: Partial<DataSpec>) {
  return loadSnapshot(request(change), { home });
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): string {
  const absolute = path.join(home, folder);
  mkdirSync(absolute, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(absolute, name), text);
  return absolute;
}

describe("the sample dataset", () => {
  it("is twenty years of the S&P 500", async () => {
    const { snapshot, bars } = await load({ dataset: "sp500" });
    expect(snapshot).toMatchObject({
      timeframe: "1d",
      barsPerYear: 252,
      symbols: [{ symbol: "SPX", bars: 5105, from: Date.UTC(2000, 0, 3), to: Date.UTC(2020, 3, 17) }],
      warnings: ["SPX: 1,760 of 5,105 bars open exactly at the previous close"],
    });
    expect([bars[0]?.open[0], bars[0]?.close.at(-1), bars[0]?.volume[0]]).toEqual([1469.25, 2874.560059, 931800000]);
  });

  it("gives the same snapshot each time, kept once", async () => {
    const [first, second] = await Promise.all([
      load({ dataset: "sp500" }),
      load({ dataset: "sp500", symbols: ["SPX"] }),
    ]);
    expect(second.snapshot).toEqual(first.snapshot);
    expect(readdirSync(path.join(home, ".nightgrid/snapshots"))).toEqual([first.snapshot.id]);
  });

  it("has one timeframe and one symbol, and says so", async () => {
    await expect(load({ dataset: "sp500", timeframe: "1h" })).rejects.toMatchObject({
      code: "DATASET_NOT_FOUND",
      message: "Dataset sp500 has no bars of 1h",
      hint: "Its timeframe is 1d.",
    });
    await expect(load({ dataset: "sp500", symbols: ["SPY"] })).rejects.toMatchObject({
      code: "DATASET_NOT_FOUND",
      message: 'Dataset sp500 has no symbol "SPY"',
      hint: 'Did you mean "SPX"? It has SPX.',
    });
  });
});

describe("a dataset of the project", () => {
  const ENTRY = "timeframe: 1d\nbars_per_year: 365\nsymbols: [BTC, ETH]\nfiles: '{symbol}-USD.csv'\n";

  it("is a folder with dataset.yaml and a file per symbol", async () => {
    writeFiles("datasets/coins", { "dataset.yaml": ENTRY, "BTC-USD.csv": ROWS, "ETH-USD.csv": ROWS });
    const { snapshot, bars } = await load({ dataset: "coins" });
    expect(snapshot).toMatchObject({ barsPerYear: 365 });
    expect(bars.map((one) => one.symbol)).toEqual(["BTC", "ETH"]);
    const reversed = await load({ dataset: "coins", symbols: ["ETH", "BTC"] });
    expect(reversed.bars.map((one) => one.symbol)).toEqual(["ETH", "BTC"]);
    expect(reversed.snapshot.id).not.toBe(snapshot.id);
  });

  it("hides a built-in one of the same name", async () => {
    const entry = "timeframe: 1d\nbars_per_year: 252\nsymbols: [SPX]\n";
    writeFiles("datasets/sp500", { "dataset.yaml": entry, "SPX.csv": ROWS });
    expect((await load({ dataset: "sp500" })).snapshot.symbols[0]?.bars).toBe(2);
  });

  it("may map its columns", async () => {
    const entry = "timeframe: 1d\nbars_per_year: 252\nsymbols: [A]\ncolumns: { close: settle }\n";
    writeFiles("datasets/futures", { "dataset.yaml": entry, "A.csv": ROWS.replace("close", "settle") });
    expect([...((await load({ dataset: "futures" })).bars[0]?.close ?? [])]).toEqual([11, 12]);
  });

  it("is found by name or else named, with what there is", async () => {
    writeFiles("datasets/coins", { "dataset.yaml": ENTRY });
    await expect(load({ dataset: "coin" })).rejects.toMatchObject({
      code: "DATASET_NOT_FOUND",
      message: 'There is no dataset "coin"',
      hint: expect.stringMatching(/^Did you mean "coins"\? There are coins, sp500\./),
    });
    await expect(load({ dataset: "../datasets/coins" })).rejects.toMatchObject({ code: "DATASET_NOT_FOUND" });
  });

  it("is refused with every problem of its dataset.yaml", async () => {
    const entry = "timeframe: daily\nbar_per_year: 252\nsymbols: [../../etc/passwd]\nfiles: ../x.csv\n";
    const folder = writeFiles("datasets/bad", { "dataset.yaml": entry });
    const error = await load({ dataset: "bad" }).catch((thrown: unknown) => thrown as Error);
    const file = path.join(folder, "dataset.yaml");
    expect(error).toMatchObject({ code: "DATASET_INVALID" });
    expect((error as Error).message.split("\n")).toEqual([
      `${file}: unknown key "bar_per_year". Did you mean "bars_per_year"?`,
      `${file}: timeframe must be the length of a bar such as 1d`,
      `${file}: bars_per_year is missing; it must be a number above 0 such as 252`,
      `${file}: symbols must be a list of names such as [SPX], without / and spaces`,
      `${file}: files must be a file name such as {symbol}.csv, without a folder`,
    ]);
  });

  it.each(["- a list", "a: [", ""])("is refused when its dataset.yaml is %j", async (text) => {
    writeFiles("datasets/bad", { "dataset.yaml": text });
    await expect(load({ dataset: "bad" })).rejects.toMatchObject({ code: "DATASET_INVALID" });
  });
});

describe("CSV files next to a DAG", () => {
  it("may be one file, named after its symbol or by the DAG", async () => {
    const folder = writeFiles("dags", { "gold.csv": ROWS });
    const csv = path.join(folder, "gold.csv");
    expect((await load({ csv })).snapshot.symbols[0]?.symbol).toBe("gold");
    expect((await load({ csv, symbols: ["XAU"] })).snapshot.symbols[0]?.symbol).toBe("XAU");
    await expect(load({ csv, symbols: ["A", "B"] })).rejects.toMatchObject({ code: "DATASET_INVALID" });
  });

  it("may be one file per symbol, all of them when none is named", async () => {
    const folder = writeFiles("dags/data", { "p_B.csv": ROWS, "p_A.csv": ROWS, "other.csv": ROWS });
    const csv = path.join(folder, "p_{symbol}.csv");
    const all = await load({ csv });
    expect(all.bars.map((one) => one.symbol)).toEqual(["A", "B"]);
    expect((await load({ csv, symbols: ["B"] })).bars.map((one) => one.symbol)).toEqual(["B"]);
    await expect(load({ csv: path.join(folder, "q_{symbol}.csv") })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  // FAULTS 6.11: every run refused the symbols that exchanges have.
  it.each([
    ["../secret", ".._secret"],
    ["BTC/USDT", "BTC_USDT"],
    ["a\\b", "a_b"],
    ["..", "__"],
    ["BRK B", "BRK B"],
  ])("never lead out of their folder by the symbol %j: its file is %s.csv", async (symbol, name) => {
    const folder = writeFiles("dags/data", { [`${name}.csv`]: ROWS });
    writeFiles("dags", { "secret.csv": "not this one" });
    const { bars } = await load({ csv: path.join(folder, "{symbol}.csv"), symbols: [symbol] });
    expect(bars.map((one) => one.symbol)).toEqual([symbol]);
    const below = await load({ csv: path.join(folder, "..", "{symbol}", "x.csv"), symbols: [symbol] }).catch(String);
    expect(below).toContain(path.join("dags", name, "x.csv"));
  });

  it("are refused when two symbols would share one", async () => {
    const folder = writeFiles("dags/data", { "A_B.csv": ROWS });
    const both = load({ csv: path.join(folder, "{symbol}.csv"), symbols: ["A/B", "A_B"] });
    await expect(both).rejects.toMatchObject({ code: "DATASET_INVALID", details: { key: "symbols" } });
  });

  it("give the same snapshot wherever they lie", async () => {
    const [one, two] = [writeFiles("one", {}), writeFiles("two", {})];
    cpSync(SAMPLE, path.join(one, "SPX.csv"));
    cpSync(SAMPLE, path.join(two, "SPX.csv"));
    const [first, second] = await Promise.all([one, two].map((folder) => load({ csv: path.join(folder, "SPX.csv") })));
    expect(second?.snapshot.id).toBe(first?.snapshot.id);
  });

  it("bring their dividends along, but not with adjusted prices, which the warnings say", async () => {
    const rows =
      "date,open,high,low,close,adjclose,dividend\n2020-01-02,10,12,9,11,10,0\n2020-01-03,12,13,10,12,12,1\n";
    const csv = path.join(writeFiles("dags", { "A.csv": rows }), "A.csv");
    const raw = await load({ csv });
    expect([...(raw.bars[0]?.dividend ?? [])]).toEqual([0, 1]);
    expect(raw.snapshot).toMatchObject({ symbols: [{ hasDividends: true }], warnings: [] });
    const adjusted = await load({ csv, adjusted: true });
    expect(adjusted.bars[0]?.dividend).toBeUndefined();
    expect(adjusted.snapshot.warnings).toEqual([expect.stringContaining('"dividend" is not used')]);
  });

  it("give another snapshot when one number of them changes", async () => {
    const csv = path.join(writeFiles("dags", { "A.csv": ROWS }), "A.csv");
    const before = await load({ csv });
    writeFileSync(csv, ROWS.replace("200\n", "201\n"));
    expect((await load({ csv })).snapshot.id).not.toBe(before.snapshot.id);
  });
});

it("a request for nothing says what to write", async () => {
  await expect(load({})).rejects.toMatchObject({ code: "DATASET_NOT_FOUND", hint: expect.stringContaining("sp500") });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../../../src/data/actions/action.ts";
import { knownActions } from "../../../src/data/actions/known-actions.ts";
import { readActions } from "../../../src/data/actions/read-actions.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-actions-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const LONG = "symbol,ex_date,kind,value";
const day = (text: string): number => Date.parse(text) / 86_400_000;

async function read(...lines: readonly string[]): Promise<readonly Action[]> {
  const file = path.join(folder, "actions.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return (await readActions(file)).get("A") ?? [];
}

describe("a file of actions", () => {
  it("has a row for each, known from its ex-date on", async () => {
    const actions = await read(LONG, "A,2024-01-08,split,4:1", "A,2024-01-10,Dividend,0.5", "B,2024-01-10,dividend,1");
    expect(actions).toEqual([
      { kind: "split", exDay: day("2024-01-08"), amount: 4, knownAt: Date.parse("2024-01-08") },
      { kind: "dividend", exDay: day("2024-01-10"), amount: 0.5, knownAt: Date.parse("2024-01-10") },
    ]);
  });

  it("may have a column for each kind, in which 0 and nothing say that there was none", async () => {
    const actions = await read(
      "Date,Ticker,Dividends,Stock Splits",
      "2024-01-08,A,0,4",
      "2024-01-09,A,0.5,0",
      "2024-01-10,A,,",
    );
    expect(actions.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["split", 4],
      ["dividend", 0.5],
    ]);
  });

  it("may say when each became known: a day counts from its end on", async () => {
    const actions = await read(
      `${LONG},known_at`,
      "A,2024-01-08,split,4,2023-12-20",
      "A,2024-02-08,split,2,2024-01-20T16:30:00-05:00",
      "A,2024-03-08,split,3,",
    );
    const known = ["2023-12-21", "2024-01-20T21:30:00Z", "2024-03-08"];
    expect(actions.map(({ knownAt }) => knownAt)).toEqual(known.map((text) => Date.parse(text)));
  });

  it.each([
    ["a ratio of 0", "A,2024-01-08,split,0", "actions.csv:2: split is 0; it is above zero"],
    ["a negative ratio", "A,2024-01-08,split,-4", "actions.csv:2: split is -4; it is above zero"],
    ["a ratio of nobody", "A,2024-01-08,split,1e9", "actions.csv:2: split is 1000000000; it is between"],
    ["a pair with a 0", "A,2024-01-08,split,4:0", 'the split is "4:0", no ratio such as 4 or 4:1'],
    ["a negative dividend", "A,2024-01-08,dividend,-1", "dividend is -1; it cannot be below zero"],
    ["a dividend without bounds", "A,2024-01-08,dividend,Infinity", 'the dividend is "Infinity", not a number'],
    ["an empty value", "A,2024-01-08,dividend,", "the dividend has no value"],
    ["another kind", "A,2024-01-08,__proto__,1", 'kind is "__proto__"; it is split or dividend'],
    ["a day that is none", "A,2024-02-31,split,2", 'ex_date "2024-02-31" is no date'],
    ["no symbol", ",2024-01-08,split,2", "symbol is empty"],
  ])("refuses %s", async (_, row, message) => {
    await expect(read(LONG, row)).rejects.toThrow(message);
  });

  it("refuses what is there twice, and two splits of one day, but not two dividends", async () => {
    const split = "A,2024-01-08,split,4";
    await expect(read(LONG, split, split)).rejects.toThrow(
      "actions.csv:3: a split of A of 2024-01-08 is there already, on line 2",
    );
    await expect(read(LONG, split, "A,2024-01-08,split,2")).rejects.toThrow("is there already");
    const dividends = await read(LONG, "A,2024-01-08,dividend,1", "A,2024-01-08,dividend,2");
    expect(dividends).toHaveLength(2);
  });

  it("says which columns it needs", async () => {
    await expect(read("symbol,date", "A,2024-01-08")).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining("no column for kind"),
      hint: expect.stringContaining("symbol, ex_date, kind and value"),
    });
    await expect(read("date,kind,value", "2024-01-08,split,2")).rejects.toThrow("no column for symbol");
  });
});

describe("actions as they were known", () => {
  const rows = [
    `${LONG},known_at`,
    "A,2024-01-08,dividend,0.5,2024-01-01T00:00:00Z",
    "A,2024-01-08,dividend,0.4,2024-02-01T00:00:00Z",
    "A,2024-01-08,split,2,2024-01-03T00:00:00Z",
    "A,2024-01-08,split,1,2024-03-01T00:00:00Z",
  ];
  const at = async (moment: string) =>
    knownActions(await read(...rows), Date.parse(moment)).map(({ kind, amount }) => [kind, amount]);

  it("are not there before they became known", async () => {
    expect(await at("2023-12-31")).toEqual([]);
    expect(await at("2024-01-01")).toEqual([["dividend", 0.5]]);
  });

  it("are as they were said last, splits before dividends of a day", async () => {
    expect(await at("2024-01-31T00:00:00Z")).toEqual([
      ["split", 2],
      ["dividend", 0.5],
    ]);
    expect(await at("2024-02-01T00:00:00Z")).toEqual([
      ["split", 2],
      ["dividend", 0.4],
    ]);
  });

  it("are gone once they were taken back", async () => {
    expect(await at("2024-03-01T00:00:00Z")).toEqual([["dividend", 0.4]]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DELISTING_COLUMN } from "../../../src/data/actions/event-columns.ts";
import { delistingColumn, delistingWarnings } from "../../../src/data/beside/delisting-column.ts";
import { resolveSources } from "../../../src/data/catalogue/resolve-sources.ts";
import { loadSnapshot } from "../../../src/data/load-snapshot.ts";
import { tableOpener } from "../../../src/data/beside/tables/open-table.ts";
import { readUniverse } from "../../../src/data/beside/read-universe.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { alignBars } from "../../../src/engine/panel/panel.ts";
import { memberView } from "../../../src/engine/panel/member-view.ts";
import { runBacktest } from "../../../src/engine/run-backtest.ts";
import { equalWeight } from "../../../src/engine/strategies/equal-weight.ts";
import { membersOf } from "../../../src/runs/market/members-of.ts";
import { settingsOf } from "../../engine/support/sample-bars.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-universe-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function universe(...rows: readonly string[]) {
  return table("symbol,from,to", ...rows);
}

function table(...lines: readonly string[]) {
  const file = path.join(folder, "universe.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return tableOpener({ home: folder })(file, { key: "universe" }).then(readUniverse);
}

const DAYS = Float64Array.from([1, 2, 3, 4, 5], (day) => Date.UTC(2024, 0, day));

function flat(symbol: string, prices: readonly number[], member?: readonly number[]): Bars {
  const price = Float64Array.from(prices);
  const bars = { symbol, time: DAYS, open: price, high: price, low: price, close: price, volume: price };
  return { ...bars, ...(member && { member: Float64Array.from(member) }) };
}

describe("a universe", () => {
  it("has a symbol from its first day to the day before it left", async () => {
    const { memberAt } = await universe("A,2024-01-02,2024-01-04", "A,2024-01-05,", "B,2020-01-01,");
    expect([...memberAt("A", DAYS)]).toEqual([0, 1, 1, 0, 1]);
    expect([...memberAt("B", DAYS)]).toEqual([1, 1, 1, 1, 1]);
    expect(() => memberAt("C", DAYS)).toThrow('has no row of "C"');
  });

  it("refuses what is no date, ends before it begins, or is there twice", async () => {
    await expect(universe("A,soon,")).rejects.toThrow('universe.csv:2: from "soon" is no date');
    await expect(universe("A,2024-01-02,2024-01-02")).rejects.toThrow("is not after");
    await expect(universe("A,2024-01-02,", "A,2024-01-03,")).rejects.toThrow("is in already at that time");
  });
});

describe("a universe with delisting returns", () => {
  const header = "symbol,from,to,delisting_return";

  it("has that of the last row of a symbol, and none where it is empty", async () => {
    const { endOf } = await table(header, "A,2024-01-02,2024-01-05,-0.3", "A,2023-01-02,2023-02-01,", "B,2024-01-02,,");
    expect(endOf("A")).toEqual({ leaves: Date.UTC(2024, 0, 5) / 86_400_000, delistingReturn: -0.3 });
    expect(endOf("B")).toEqual({ leaves: Number.POSITIVE_INFINITY, delistingReturn: null });
  });

  it("refuses percent, what is no number, and the end of one that is back later", async () => {
    await expect(table(header, "A,2024-01-02,,-30")).rejects.toThrow('delisting_return is "-30"; it is a fraction');
    await expect(table(header, "A,2024-01-02,,-30%")).rejects.toThrow("universe.csv:2: delisting_return");
    await expect(table(header, "A,2023-01-02,2023-02-01,-1", "A,2024-01-02,,")).rejects.toThrow("A is back in later");
  });

  it("puts the return beside the last bar, and warns of a symbol that left without one", async () => {
    const known = await table(header, "A,2024-01-01,2024-01-06,-0.3", "B,2024-01-01,2024-01-06,", "C,2024-01-01,,");
    const bars = [flat("A", [1, 2, 3, 4, 5]), flat("B", [1, 2, 3, 4, 5]), flat("C", [1, 2, 3, 4, 5])];
    const columns = bars.map((own) => delistingColumn(own, known)[DELISTING_COLUMN]);
    expect(columns.map((column) => column && [...column])).toEqual([
      [Number.NaN, Number.NaN, Number.NaN, Number.NaN, -0.3],
      undefined,
      undefined,
    ]);
    expect(delistingWarnings(bars, known)).toEqual([
      "B: left after its last bar, 2024-01-05, and has no delisting_return; what is held keeps its last price",
    ]);
  });
});

describe("a panel with a universe", () => {
  const bars = [flat("A", [10, 10, 10, 10, 10]), flat("B", [1, 2, 4, 8, 16], [0, 1, 1, 0, 0])];

  it("shows a symbol only while it is in", () => {
    const { closes, bars: seen } = memberView(alignBars(bars));
    expect([...(closes[1] ?? [])]).toEqual([Number.NaN, 2, 4, Number.NaN, Number.NaN]);
    expect(seen[1]?.member).toBeUndefined();
    expect([...(seen[1]?.time ?? [])]).toEqual([...DAYS]);
  });

  it("sells what has left at its next open", () => {
    const settings = settingsOf({ initialCapital: 100 });
    const { equity, trades } = runBacktest({ strategy: equalWeight, bars, settings, params: {} });
    // Seen at the close of day 2, bought at 4 for half of 100 on day 3, sold at 8 on day 4.
    expect([...equity]).toEqual([100, 100, 100, 150, 150]);
    expect(trades.find(({ symbol }) => symbol === "B")).toMatchObject({
      entryPrice: 4,
      units: 12.5,
      exitPrice: 8,
      exitBar: 3,
      reason: "left_universe",
    });
  });
});

describe("several symbols of a universe", () => {
  const cut = (bars: Bars): Bars => bars;

  it("are those that were in at any time of the window: nobody sees who will join", () => {
    const all = [flat("A", [1, 1, 1, 1, 1]), flat("B", [1, 1, 1, 1, 1], [0, 0, 0, 0, 0])];
    const later = flat("C", [1, 1, 1, 1, 1], [0, 0, 0, 0, 1]);
    expect(membersOf([...all, later], cut).map(({ symbol }) => symbol)).toEqual(["A", "C"]);
    const none = ["B", "D"].map((symbol) => flat(symbol, [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]));
    expect(() => membersOf(none, cut)).toThrow("None of 2 symbols was in the universe within these dates");
  });

  it("are those of its file where a request names none, and each needs its prices", async () => {
    await universe("B,2024-01-02,2024-01-04", "A,2020-01-01,", "B,2024-02-01,");
    const file = path.join(folder, "universe.csv");
    const request = { dataset: null, symbols: [], timeframe: "1d", columns: {}, adjusted: false, universe: file };
    const csv = path.join(folder, "{symbol}.csv");
    const { files } = await resolveSources({ ...request, csv }, folder);
    expect(files.map(({ symbol }) => symbol)).toEqual(["B", "A"]);
    const named = await resolveSources({ ...request, csv, symbols: ["A"] }, folder);
    expect(named.files.map(({ symbol }) => symbol)).toEqual(["A"]);
    await expect(loadSnapshot({ ...request, csv }, { home: folder })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  });
});

describe("a single symbol of a universe", () => {
  const whole = (own: Bars): Bars => own;

  it("is cut to the time in which it was in", () => {
    const [cut] = membersOf([flat("A", [1, 2, 3, 4, 5], [0, 1, 1, 0, 0])], whole);
    expect([...(cut?.close ?? [])]).toEqual([2, 3]);
    expect(cut?.member).toBeUndefined();
  });

  it("is refused when it was never in, or twice", () => {
    expect(() => membersOf([flat("A", [1, 2, 3, 4, 5], [0, 0, 0, 0, 0])], whole)).toThrow("never in its universe");
    expect(() => membersOf([flat("A", [1, 2, 3, 4, 5], [1, 0, 1, 1, 1])], whole)).toThrow("was back on 2024-01-03");
  });
});

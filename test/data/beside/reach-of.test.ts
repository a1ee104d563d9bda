import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import type { DataSpec } from "../../../src/core/spec/data-spec.ts";
import { reachReader } from "../../../src/data/reach-of.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-reach-"));
afterAll(() => rmSync(home, { recursive: true }));

function write(name: string, ...lines: readonly string[]): string {
  const file = path.join(home, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

function prices(symbol: string, lastDay: string): void {
  write(`${symbol}.csv`, "date,close", "2024-01-02,10", `${lastDay},11`);
}

const universe = write(
  "universe.csv",
  "symbol,from,to",
  "OLD,2020-01-01,2024-02-01",
  "NEW,2024-02-01,",
  "STAYS,2020-01-01,",
);
const request: DataSpec = {
  dataset: null,
  csv: path.join(home, "{symbol}.csv"),
  symbols: [],
  timeframe: "1d",
  columns: {},
  adjusted: false,
  universe,
};
prices("OLD", "2024-01-31");
prices("NEW", "2024-03-01");
prices("STAYS", "2024-02-29");

const symbolsOn = async (day: string, asked = request) =>
  (await reachReader({ home })(asked, day)).map(({ symbol }) => symbol);

it("data of a universe reach a day when those do who are in it on that day", async () => {
  expect(await reachReader({ home })(request, "2024-03-01")).toEqual([
    { symbol: "NEW", lastDay: "2024-03-01" },
    { symbol: "STAYS", lastDay: "2024-02-29" },
  ]);
  expect(await symbolsOn("2024-01-31")).toEqual(["OLD", "STAYS"]);
  expect(await symbolsOn("2024-02-01")).toEqual(["NEW", "STAYS"]);
  expect(await symbolsOn("2019-12-31")).toEqual([]);
});

it("who left before the day need not have a file any more", async () => {
  rmSync(path.join(home, "OLD.csv"));
  expect(await symbolsOn("2024-03-01")).toEqual(["NEW", "STAYS"]);
  await expect(symbolsOn("2024-01-31")).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});

it("without a universe all symbols count", async () => {
  const { universe: _, ...plain } = request;
  expect(await symbolsOn("2024-03-01", { ...plain, symbols: ["NEW", "STAYS"] })).toEqual(["NEW", "STAYS"]);
});

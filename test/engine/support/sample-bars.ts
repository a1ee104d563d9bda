import { readFileSync } from "node:fs";
import type { Bars } from "../../../src/engine/bars.ts";
import { type BacktestSettings, NO_COSTS } from "../../../src/engine/settings.ts";
import { PROFILE_EXECUTION } from "../../../src/engine/profiles/registry.ts";

export const DAY_MS = 86_400_000;

/** Daily bars from rows of [open, high, low, close], the first on 2020-01-01. */
export function barsOf(rows: readonly (readonly [number, number, number, number])[]): Bars {
  return {
    symbol: "TEST",
    time: Float64Array.from(rows, (_, bar) => Date.UTC(2020, 0, 1) + bar * DAY_MS),
    open: Float64Array.from(rows, (row) => row[0]),
    high: Float64Array.from(rows, (row) => row[1]),
    low: Float64Array.from(rows, (row) => row[2]),
    close: Float64Array.from(rows, (row) => row[3]),
    volume: new Float64Array(rows.length),
  };
}

/** Bars whose four prices are all the same. */
export function flatBars(prices: readonly number[]): Bars {
  return barsOf(prices.map((price) => [price, price, price, price]));
}

export function settingsOf(
  changes: {
    readonly costs?: Partial<BacktestSettings["costs"]>;
    readonly execution?: Partial<BacktestSettings["execution"]>;
  } & Partial<Omit<BacktestSettings, "costs" | "execution">> = {},
): BacktestSettings {
  const { costs, execution, ...others } = changes;
  return {
    initialCapital: 10_000,
    barsPerYear: 252,
    seed: 1,
    ...others,
    costs: { ...NO_COSTS, ...costs },
    execution: { ...PROFILE_EXECUTION.native, ...execution },
  };
}

/** The S&P 500 sample: 5,105 daily bars from 2000-01-03 to 2020-04-17. */
export function sp500(): Bars {
  const text = readFileSync(new URL("../../../datasets/sp500/SPX.csv", import.meta.url), "utf8");
  const rows = text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => Number(row[index]));
  return {
    symbol: "SPX",
    time: Float64Array.from(rows, (row) => Date.parse(row[0] ?? "")),
    open: column(1),
    high: column(2),
    low: column(3),
    close: column(4),
    volume: column(6),
  };
}

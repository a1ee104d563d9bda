import { readFileSync } from "node:fs";
import type { Inputs } from "./called.ts";

type Row = readonly (number | null)[];

/** Written by `golden/generate.py`: invented prices, and what the libraries make of them. Null is NaN. */
export const golden = JSON.parse(readFileSync(new URL("../golden/indicators.json", import.meta.url), "utf8")) as {
  readonly series: Readonly<Record<string, Readonly<Record<string, Row>>>>;
  readonly columns: Readonly<Record<string, Readonly<Record<string, Row>>>>;
};

export function goldenSeries(name: string): Inputs {
  const { open, high, low, close, volume, benchmark } = golden.series[name] ?? {};
  const numbers = (row: Row = []): Float64Array => Float64Array.from(row, (value) => value ?? Number.NaN);
  const time = Float64Array.from(close ?? [], (_, bar) => bar * 86_400_000);
  const bars = {
    symbol: name,
    time,
    open: numbers(open),
    high: numbers(high),
    low: numbers(low),
    close: numbers(close),
    volume: numbers(volume),
  };
  return { bars, other: numbers(benchmark) };
}

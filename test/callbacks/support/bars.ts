import type { Bars } from "../../../src/engine/bars.ts";

export interface BarInput {
  /** Days after 2020-01-01. */
  readonly day: number;
  /** Of open, high, low and close where they are not given. */
  readonly price: number;
  readonly high?: number;
  readonly low?: number;
  readonly close?: number;
}

export function bars(inputs: readonly BarInput[]): Bars {
  const column = (pick: (input: BarInput) => number): Float64Array => Float64Array.from(inputs, pick);
  return {
    symbol: "SPX",
    time: column(({ day }) => Date.UTC(2020, 0, 1 + day)),
    open: column(({ price }) => price),
    high: column(({ price, high = price }) => high),
    low: column(({ price, low = price }) => low),
    close: column(({ price, close = price }) => close),
    volume: column(() => 0),
  };
}

export function dailyCloses(closes: readonly number[]): Bars {
  return bars(closes.map((price, day) => ({ day, price })));
}

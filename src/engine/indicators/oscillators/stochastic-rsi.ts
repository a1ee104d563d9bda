import { rsi } from "../rsi.ts";
import { type StochasticColumns, stochasticOf } from "./stochastic.ts";

/** Where Wilder's index is within its own range of `range` bars, 0…100 (Chande and Kroll 1994). */
export function stochasticRsi(source: Float64Array, window: number, range: number, smooth: number): StochasticColumns {
  const index = rsi(source, { window, variant: "wilder" }, new Float64Array(source.length));
  return stochasticOf(index, window, range, smooth);
}

import type { BacktestResult } from "../../engine/backtest.ts";

/** A cell as tearsheets draw it, without its parameters and metrics. */
export type CellSeries = Omit<BacktestResult, "params" | "metrics" | "reasons">;

export interface SeriesOptions {
  readonly initialCapital: number;
  readonly signal?: AbortSignal;
}

/** The days, the equity and the trades of a result, from its pnl.csv and trades.csv; null without a usable pnl.csv. */
export async function readSeries(_folder: string, _options: SeriesOptions): Promise<CellSeries | null> {
  return null;
}

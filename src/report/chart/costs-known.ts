import type { BacktestResult } from "../../engine/backtest.ts";

/** Whether it is known what a result was before costs; a script tells only what is left. */
export function areCostsKnown({ metrics, reasons }: Pick<BacktestResult, "metrics" | "reasons">): boolean {
  return metrics.total_fees !== null || reasons.total_fees !== "not_computed";
}

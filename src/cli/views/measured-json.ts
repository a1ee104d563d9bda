import type { BacktestSettings } from "../../engine/settings.ts";
import type { Sampling } from "../../engine/execution-rules.ts";

/** How the ratios of a backtest are measured, for programs. */
export interface MeasuredJson {
  readonly sampling: Sampling;
  /** Bars, or days, in a year. */
  readonly per_year: number;
  readonly risk_free_rate: number;
}

export function measuredJson({ barsPerYear, daysPerYear, riskFreeRate = 0 }: BacktestSettings): MeasuredJson {
  return {
    sampling: daysPerYear === undefined ? "bar" : "day",
    per_year: daysPerYear ?? barsPerYear,
    risk_free_rate: riskFreeRate,
  };
}

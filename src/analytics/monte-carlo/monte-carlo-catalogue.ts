import type { MetricInfo } from "../../core/metrics/metric-info.ts";

/** What a Monte Carlo study comes to, as `rankings[].monte_carlo.statistics` has it. */
export const MONTE_CARLO_STATISTICS = [
  { id: "p_loss", version: 1, label: "Probability of loss", unit: "fraction", better: "lower" },
  { id: "p_ruin", version: 1, label: "Probability of ruin", unit: "fraction", better: "lower" },
  { id: "return_p05", version: 1, label: "Return of the worst in twenty", unit: "fraction", better: "higher" },
  { id: "return_median", version: 1, label: "Median return", unit: "fraction", better: "higher" },
  { id: "return_p95", version: 1, label: "Return of the best in twenty", unit: "fraction", better: "higher" },
  { id: "return_place", version: 1, label: "Place of the return that was", unit: "fraction", better: null },
  { id: "sharpe_p05", version: 1, label: "Sharpe of the worst in twenty", unit: "ratio", better: "higher" },
  { id: "sharpe_median", version: 1, label: "Median Sharpe", unit: "ratio", better: "higher" },
  { id: "sharpe_p95", version: 1, label: "Sharpe of the best in twenty", unit: "ratio", better: "higher" },
  { id: "sharpe_place", version: 1, label: "Place of the Sharpe that was", unit: "fraction", better: null },
  { id: "drawdown_median", version: 1, label: "Median drawdown", unit: "fraction", better: "lower" },
  { id: "drawdown_p95", version: 1, label: "Drawdown of the worst in twenty", unit: "fraction", better: "lower" },
  { id: "drawdown_p99", version: 1, label: "Drawdown of the worst in a hundred", unit: "fraction", better: "lower" },
  { id: "drawdown_place", version: 1, label: "Place of the drawdown that was", unit: "fraction", better: null },
  { id: "runs", version: 1, label: "Histories", unit: "count", better: null },
] as const satisfies readonly MetricInfo[];

export type MonteCarloStatisticId = (typeof MONTE_CARLO_STATISTICS)[number]["id"];

import type { MetricInfo } from "../../core/metrics/metric-info.ts";

/** What a walk-forward optimisation comes to; conditions find each under `walk_forward`. */
export const WALK_FORWARD_STATISTICS = [
  { id: "efficiency", version: 1, label: "Walk-forward efficiency", unit: "fraction", better: "higher" },
  { id: "sharpe", version: 1, label: "Sharpe out of sample", unit: "ratio", better: "higher" },
  { id: "psr", version: 1, label: "Probability of a Sharpe above 0", unit: "fraction", better: "higher" },
  { id: "total_return", version: 1, label: "Return out of sample", unit: "fraction", better: "higher" },
  { id: "cagr", version: 1, label: "CAGR out of sample", unit: "fraction", better: "higher" },
  { id: "volatility", version: 1, label: "Volatility out of sample", unit: "fraction", better: "lower" },
  { id: "max_drawdown", version: 1, label: "Max drawdown out of sample", unit: "fraction", better: "lower" },
  { id: "profitable_windows", version: 1, label: "Profitable windows", unit: "fraction", better: "higher" },
  { id: "parameter_stability", version: 1, label: "Parameter stability", unit: "fraction", better: "higher" },
  { id: "correlation", version: 1, label: "In sample against out of sample", unit: "ratio", better: "higher" },
  { id: "windows", version: 1, label: "Windows", unit: "count", better: null },
] as const satisfies readonly MetricInfo[];

export type WalkForwardStatisticId = (typeof WALK_FORWARD_STATISTICS)[number]["id"];

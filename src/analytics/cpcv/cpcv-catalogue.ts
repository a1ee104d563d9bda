import type { MetricInfo } from "../../core/metrics/metric-info.ts";

/** What combinatorial purged cross-validation comes to; conditions find each under `cpcv`. */
export const CPCV_STATISTICS = [
  { id: "sharpe_median", version: 1, label: "Median Sharpe of the paths", unit: "ratio", better: "higher" },
  { id: "sharpe_mean", version: 1, label: "Mean Sharpe of the paths", unit: "ratio", better: "higher" },
  { id: "sharpe_low", version: 1, label: "Sharpe of the worst path in twenty", unit: "ratio", better: "higher" },
  { id: "sharpe_high", version: 1, label: "Sharpe of the best path in twenty", unit: "ratio", better: "higher" },
  { id: "sharpe_deviation", version: 1, label: "Deviation of the paths' Sharpe", unit: "ratio", better: "lower" },
  { id: "loss_share", version: 1, label: "Paths that lose", unit: "fraction", better: "lower" },
  { id: "overfit_share", version: 1, label: "Splits that are overfit", unit: "fraction", better: "lower" },
  { id: "paths", version: 1, label: "Paths", unit: "count", better: null },
  { id: "splits", version: 1, label: "Splits", unit: "count", better: null },
] as const satisfies readonly MetricInfo[];

export type CpcvStatisticId = (typeof CPCV_STATISTICS)[number]["id"];

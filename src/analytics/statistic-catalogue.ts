import type { MetricInfo } from "../core/metrics/metric-info.ts";

/** What a sweep is judged by, beside the metrics of its cells; `docs/metrics.md` has a section for each. */
export const SWEEP_STATISTICS = [
  { id: "psr", version: 1, label: "Probabilistic Sharpe", unit: "fraction", better: "higher" },
  { id: "dsr", version: 1, label: "Deflated Sharpe", unit: "fraction", better: "higher" },
  { id: "expected_max_sharpe", version: 1, label: "Expected best Sharpe by luck", unit: "ratio", better: null },
  { id: "min_track_record", version: 1, label: "Minimum track record", unit: "bars", better: "lower" },
  { id: "trials", version: 1, label: "Trials", unit: "count", better: null },
  { id: "effective_trials", version: 1, label: "Effective trials", unit: "count", better: null },
  { id: "pbo", version: 1, label: "Probability of overfitting", unit: "fraction", better: "lower" },
  { id: "loss_probability", version: 1, label: "Probability of loss", unit: "fraction", better: "lower" },
  { id: "plateau_score", version: 1, label: "Plateau score", unit: "fraction", better: "higher" },
] as const satisfies readonly MetricInfo[];

export type SweepStatisticId = (typeof SWEEP_STATISTICS)[number]["id"];

export function isSweepStatistic(name: unknown): name is SweepStatisticId {
  return SWEEP_STATISTICS.some(({ id }) => id === name);
}

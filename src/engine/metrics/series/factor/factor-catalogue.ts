import type { MetricInfo, UndefinedReason } from "../../metric-catalogue.ts";

/** What `factorMetrics` says of a signal over many assets, in the order of reports. */
export const FACTOR_METRICS = [
  { id: "mean_ic", version: 1, label: "Mean IC", unit: "ratio", better: "higher" },
  { id: "rank_ic", version: 1, label: "Rank IC", unit: "ratio", better: "higher" },
  { id: "icir", version: 1, label: "ICIR", unit: "ratio", better: "higher" },
  { id: "hit_rate", version: 1, label: "Hit rate", unit: "fraction", better: "higher" },
  { id: "coverage", version: 1, label: "Coverage", unit: "fraction", better: "higher" },
  { id: "long_short_spread", version: 1, label: "Long-short spread", unit: "fraction", better: "higher" },
  { id: "average_turnover", version: 1, label: "Average turnover", unit: "fraction", better: "lower" },
  { id: "decay_half_life", version: 1, label: "Decay half-life", unit: "bars", better: "higher" },
] as const satisfies readonly MetricInfo[];

export type FactorMetricId = (typeof FACTOR_METRICS)[number]["id"];

/** Null is undefined, with its reason beside it. */
export type FactorMetrics = Readonly<Record<FactorMetricId, number | null>>;
export type FactorReasons = Readonly<Partial<Record<FactorMetricId, UndefinedReason>>>;

import type { Measured } from "../core/metrics/measured.ts";
import type { UndefinedReason } from "../core/metrics/undefined-reason.ts";

/** Why a statistic of a sweep has no value. */
export const STATISTIC_REASONS = [
  "too_few_bars",
  "too_few_cells",
  "too_many_cells",
  "no_neighbours",
  "zero_variance",
  "not_computed",
] as const satisfies readonly UndefinedReason[];
export type StatisticReason = (typeof STATISTIC_REASONS)[number];

/** What is judged of a sweep. */
export type Statistic = Measured<StatisticReason>;

/** Why a statistic has no value; each is also one of the engine's reasons. */
export const STATISTIC_REASONS = [
  "too_few_bars",
  "too_few_cells",
  "too_many_cells",
  "no_neighbours",
  "zero_variance",
  "not_computed",
] as const;
export type StatisticReason = (typeof STATISTIC_REASONS)[number];

/** A finite number, or null with the reason why there is none. */
export type Statistic =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: StatisticReason };

/** The gate that numbers leave by: what is not finite is `not_computed`. */
export function statistic(value: number): Statistic {
  return Number.isFinite(value) ? { value, reason: null } : unknown("not_computed");
}

export function unknown(reason: StatisticReason): Statistic {
  return { value: null, reason };
}

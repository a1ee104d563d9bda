/** Why a metric or a statistic has no number: every reason there is. Stored by place in this list, so it only grows. */
export const UNDEFINED_REASONS = [
  "no_trades",
  "no_closed_trades",
  "no_losing_trades",
  "zero_variance",
  "zero_drawdown",
  "too_few_bars",
  "bankrupt",
  "not_computed",
  "no_losing_bars",
  "no_decay",
  "too_few_cells",
  "too_many_cells",
  "no_neighbours",
  "nothing_gained",
  "steady_gain",
] as const;
export type UndefinedReason = (typeof UNDEFINED_REASONS)[number];

/**
 * Where a cell without a number ranks. `above` every number: something was gained and nothing lost, so the ratio has no
 * end. `below` every number: nothing was done, too little is known, or all was lost.
 */
const RANK_WITHOUT_NUMBER: Readonly<Record<UndefinedReason, "above" | "below">> = {
  no_losing_trades: "above",
  no_losing_bars: "above",
  zero_drawdown: "above",
  steady_gain: "above",
  no_decay: "above",
  no_trades: "below",
  no_closed_trades: "below",
  nothing_gained: "below",
  zero_variance: "below",
  too_few_bars: "below",
  bankrupt: "below",
  not_computed: "below",
  too_few_cells: "below",
  too_many_cells: "below",
  no_neighbours: "below",
};

/** A gain within it is none: what rounding leaves of one. */
const ROUNDING = 1e-12;

/** Whether more was gained than rounding errors. */
export function isGain(gained: number): boolean {
  return gained > ROUNDING;
}

/** Why a ratio over losses has no number where there were none. */
export function losslessBecause(gained: number, reason: UndefinedReason): UndefinedReason {
  return isGain(gained) ? reason : "nothing_gained";
}

export function isLossless(reason: UndefinedReason | undefined): boolean {
  return reason !== undefined && RANK_WITHOUT_NUMBER[reason] === "above";
}

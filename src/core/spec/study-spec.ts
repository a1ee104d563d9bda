/** Studies that measure every cell of a backtest in parts of its bars first. */
const MEASURING_STUDIES = ["walk_forward", "cpcv"] as const;
export type MeasuringStudy = (typeof MEASURING_STUDIES)[number];

/** Studies of a backtest: tasks beside it that say how far its best cell is to be believed. */
export const STUDIES = [...MEASURING_STUDIES, "monte_carlo", "sensitivity"] as const;
export type Study = (typeof STUDIES)[number];

/** What alert rules may read of a backtest beside its cells: its studies, and how its past came out against the run before. */
export const TOLD_STUDIES = [...STUDIES, "regression"] as const;
export type ToldStudy = (typeof TOLD_STUDIES)[number];

export function isMeasuring(study: Study): study is MeasuringStudy {
  return MEASURING_STUDIES.some((one) => one === study);
}

/** How the cells that are traded out of sample are chosen: the best, the one with the best neighbourhood, the best few together. */
export const SELECTIONS = ["best", "plateau", "top_mean"] as const;
export type Selection = (typeof SELECTIONS)[number];

/** What becomes of positions where one out-of-sample part ends and the next begins. */
export const SEAM_POSITIONS = ["reset", "carried"] as const;
export type SeamPositions = (typeof SEAM_POSITIONS)[number];

export const SPAN_UNITS = ["bars", "days", "weeks", "months", "years"] as const;
export type SpanUnit = (typeof SPAN_UNITS)[number];

/** A length of time by the calendar, or a number of bars; `count` is whole and at least 1. */
export interface Span {
  readonly count: number;
  readonly unit: SpanUnit;
}

export interface WalkForwardSpec {
  readonly inSample: Span;
  readonly outOfSample: Span;
  /** From the beginning of one window to that of the next; never less than `outOfSample`. */
  readonly step: Span;
  /** Every in-sample part begins at the first bar, instead of moving along. */
  readonly anchored: boolean;
  /** Bars between the two parts of a window that count for neither. */
  readonly gap: number;
  /** A metric that its cells have; of the engine. */
  readonly objective: string;
  /** Cells with fewer trades in sample are not chosen. */
  readonly minTrades: number;
  readonly select: Selection;
  /** How many cells `top_mean` trades. */
  readonly topN: number;
  readonly positions: SeamPositions;
}

/** Combinatorial purged cross-validation. */
export interface CpcvSpec {
  /** The bars are cut into so many groups of equal length. */
  readonly groups: number;
  /** So many of them are left out for testing at a time, in every combination. */
  readonly test: number;
  /** Returns that are dropped before a tested group, and after it. */
  readonly purge: number;
  /** Returns that are dropped after a tested group, beyond those. */
  readonly embargo: number;
}

/**
 * How other histories are drawn: returns in blocks of random length (Politis & Romano 1994), each return by itself, whole
 * trades, or the returns that were in another order. `price_noise` draws no returns: the cell is traded again on bars with noise.
 */
export const MONTE_CARLO_METHODS = ["stationary", "iid", "trades", "permutation", "price_noise"] as const;
export type MonteCarloMethod = (typeof MONTE_CARLO_METHODS)[number];

/** What is drawn from: the best cell of the backtest, or what its walk-forward has earned out of sample. */
export const MONTE_CARLO_SOURCES = ["best", "walk_forward"] as const;
export type MonteCarloSource = (typeof MONTE_CARLO_SOURCES)[number];

export interface MonteCarloSpec {
  readonly method: MonteCarloMethod;
  /** `walk_forward` only where the backtest has one, and never of `trades` or `price_noise`. */
  readonly of: MonteCarloSource;
  /** How many histories are drawn. */
  readonly runs: number;
  /** Mean length of a block in returns, of `stationary`; null: as long as returns remember. */
  readonly block: number | null;
  readonly seed: number;
  /** Of `price_noise`, as a share of each bar's true range; absent where returns are drawn. */
  readonly noise?: number;
  /** An account that falls to this share of its initial capital is ruined; 0…1, both excluded. */
  readonly ruin: number;
}

/** What is made worse about the filling of orders: it comes later, costs more, or does not come. */
export const EXECUTION_CHANGES = ["delay", "slippage", "missed_fills"] as const;
export type ExecutionChange = (typeof EXECUTION_CHANGES)[number];

/** The best cell once more, under worse execution. Each list is ascending, without repetitions; an empty one asks for nothing. */
export interface SensitivitySpec {
  /** Bars that fills come later. */
  readonly delay: readonly number[];
  /** Added on each side, in bps of the price. */
  readonly slippageBps: readonly number[];
  /** Probabilities that a fill does not come; above 0, below 1. */
  readonly missedFills: readonly number[];
  /** How often missed fills are drawn. */
  readonly draws: number;
  readonly seed: number;
}

/** What follows when results of the past are not what they were: a word, a failed run, or also nothing that builds on them. */
export const ON_CHANGE = ["warn", "fail", "block"] as const;
export type OnChange = (typeof ON_CHANGE)[number];

/** The comparison of a backtest with what the run before it had for the same days. */
export interface RegressionSpec {
  readonly onChange: OnChange;
  /** Changes within either are none: a fraction of the larger value, and an amount in its unit. */
  readonly tolerance: { readonly absolute: number; readonly relative: number };
  /** So many cells are compared, the best of the run before first; null for all of them. */
  readonly cells: number | null;
}

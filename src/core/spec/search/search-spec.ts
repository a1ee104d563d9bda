/** Ways to draw cells without looking at results: all are known before the first one is computed. */
export const DRAWS = ["random", "sobol", "latin_hypercube"] as const;
export type DrawMethod = (typeof DRAWS)[number];

/** How a backtest goes through its grid: all of it, a part that is drawn, or by what earlier cells have come to. */
export const SEARCH_METHODS = ["grid", ...DRAWS, "successive_halving", "tpe"] as const;

/** Cells that are drawn from the axes of a grid. */
export interface DrawSpec {
  readonly method: DrawMethod;
  /** How many are wanted; fewer when there are not so many that differ and that the filters keep. */
  readonly n: number;
  /** A whole number, 0…2³² − 1: the same one draws the same cells on every machine. */
  readonly seed: number;
}

/** What a rung of a halving has less of than the whole. */
export const RUNGS_BY = ["bars", "symbols"] as const;

/** Successive halving (Jamieson & Talwalkar 2016): all cells on a small part of the data, the best of them on more. */
export interface HalvingSpec {
  readonly method: "successive_halving";
  /** Each rung keeps one cell of so many, and gives it so many times as much; above 1. */
  readonly eta: number;
  /** No rung keeps fewer. */
  readonly minCells: number;
  /** How many rungs come before the whole; at least 1. */
  readonly rungs: number;
  /** Rungs have all bars of some symbols, drawn by this seed, instead of the last bars of all; absent: they do not. */
  readonly bySymbols?: { readonly seed: number };
  /** The metric that survivors are chosen by. */
  readonly objective: string;
}

/** Bayesian search with a tree-structured Parzen estimator (Bergstra et al. 2011), batch by batch. */
export interface TpeSpec {
  readonly method: "tpe";
  /** Cells that are drawn before the first choice. */
  readonly startup: number;
  /** Cells that are chosen at a time; null: by the slots that are up when the run is planned. */
  readonly batch: number | null;
  readonly seed: number;
  readonly objective: string;
}

/** Searches of which later cells depend on the results of earlier ones. */
export type SearchSpec = HalvingSpec | TpeSpec;

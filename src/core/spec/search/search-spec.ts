/** Ways to draw cells without looking at results: all are known before the first one is computed. */
export const DRAWS = ["random", "sobol", "latin_hypercube"] as const;
export type DrawMethod = (typeof DRAWS)[number];

/** How a backtest goes through its grid: all of it, or a part that is drawn. */
export const SEARCH_METHODS = ["grid", ...DRAWS] as const;

/** Cells that are drawn from the axes of a grid. */
export interface DrawSpec {
  readonly method: DrawMethod;
  /** How many are wanted; fewer when there are not so many that differ and that the filters keep. */
  readonly n: number;
  /** A whole number, 0…2³² − 1: the same one draws the same cells on every machine. */
  readonly seed: number;
}

import type { SweepJudgement } from "../analytics/overfitting/judge-sweep.ts";
import type { CpcvResult } from "../analytics/cpcv/cpcv-result.ts";
import type { SensitivityResult } from "../analytics/sensitivity/sensitivity-result.ts";
import type { MonteCarloResult } from "../analytics/monte-carlo/monte-carlo-result.ts";
import type { RegressionResult } from "../analytics/regression/regression-result.ts";
import type { WalkForwardResult } from "../analytics/walk-forward/walk-forward-result.ts";
import type { Note } from "../core/notes/note.ts";
import type { SEARCH_METHODS } from "../core/spec/search/search-spec.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { BacktestResult } from "../engine/backtest.ts";
import type { CellMetrics, MetricReasons } from "../engine/metrics/metric-catalogue.ts";
import type { BacktestSettings } from "../engine/settings.ts";

/** All that a tearsheet shows; rendering reads nothing else. */
export interface TearsheetInput {
  readonly run: {
    readonly id: string;
    readonly dag: string;
    readonly description: string;
    readonly logicalDate: Date;
    readonly finishedAt: Date;
  };
  readonly identity: {
    readonly yamlHash: string;
    /** Null where the strategy has data of its own, and fills and charges by itself. */
    readonly snapshot: string | null;
    /** Which version of its dataset that is, such as `sp500@12`; absent or null where it has none. */
    readonly version?: string | null;
    readonly codeHash: string;
    readonly engineVersion: number;
    readonly seed: number;
  };
  readonly backtest: {
    readonly name: string;
    readonly strategy: string;
    readonly symbols: readonly string[];
    readonly timeframe: string;
    readonly objective: string;
    /** Cells with fewer trades rank last; absent or 0: there is no such rule. */
    readonly minTrades?: number;
    readonly settings: BacktestSettings;
  };
  /** What a careful reader would want to be warned of in the data; absent: nothing. */
  readonly notes?: readonly Note[];
  /** Best cell, in full; null when no cell succeeded. */
  readonly best: BacktestResult | null;
  /** Buy and hold over the same bars with the same costs, of several symbols in equal parts; always long. */
  readonly benchmark: BacktestResult | null;
  /** Of this backtest alone, not of the whole run: the page says "best of `total`". */
  readonly cells: {
    readonly total: number;
    readonly succeeded: number;
    readonly cached: number;
    readonly failed: number;
    /** Those among the succeeded that were gone on with from the night before; absent for none. */
    readonly extended?: number;
  };
  /** Parameter names that vary in the grid, in axis order. */
  readonly axes: readonly string[];
  /** How its cells were found; absent: all of the grid were computed. */
  readonly search?: (typeof SEARCH_METHODS)[number];
  /** Cells for the parameter heatmap and the top table, best first; at most 20,000. */
  readonly ranked: readonly RankedCell[];
  /**
   * What keeps the reader honest about "best of N". Absent: judged from `ranked` alone, with the cells of this run as
   * the trials, as long as `ranked` holds every cell.
   */
  readonly judgement?: SweepJudgement;
  /** What was chosen in windows of the past has earned after them; absent: not asked for, or not known. */
  readonly walkForward?: WalkForwardResult;
  /** What was chosen without groups of the bars has come to in these; absent as before. */
  readonly cpcv?: CpcvResult;
  /** What other histories of the same returns would have come to; absent: not asked for, or not known. */
  readonly monteCarlo?: MonteCarloResult;
  /** The same cell under worse execution; absent: nobody asked. */
  readonly sensitivity?: SensitivityResult;
  /** How its past came out against the run before; absent when nobody asked. */
  readonly regression?: RegressionResult;
  /** Every backtest of the run in file order, the shown one too; listed when there are several. */
  readonly backtests?: readonly BacktestSummary[];
  /** Name of the file beside the tearsheet that holds every trade of the best cell; absent when none was written. */
  readonly tradesCsv?: string;
}

export interface BacktestSummary {
  readonly name: string;
  readonly strategy: string;
  readonly cells: number;
  /** Null when no cell succeeded. */
  readonly best: RankedCell | null;
}

export interface RankedCell {
  readonly cell: number;
  readonly params: Params;
  readonly metrics: CellMetrics;
  readonly reasons: MetricReasons;
}

import type { ErrorCode } from "../core/errors/error-codes.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { BarRange } from "../core/values/bar-range.ts";
import type { Bars } from "./bars.ts";
import type { Rejection, RejectionReason } from "./fills/ledger.ts";
import type {
  CellMetrics,
  ComputedMetricId,
  MetricId,
  MetricReasons,
  SweepMetricId,
} from "./metrics/metric-catalogue.ts";
import type { FactorReport } from "./panel/factor-report.ts";
import type { BacktestSettings } from "./settings.ts";
import type { SharedMemory } from "./simd/shared-memory.ts";
import type { Strategy } from "./strategy.ts";
import type { CashFlow, FilledOrder, Trade } from "./trade.ts";
import type { Untrusted } from "./untrusted.ts";

/** Raised whenever a result may change for the same input; part of every result key. */
export const ENGINE_VERSION = 7;

export interface BacktestRequest {
  readonly strategy: Strategy;
  /** The window to trade, already cut to the DAG's dates; one entry per symbol. */
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  readonly params: Params;
  /** Trades these bars alone; those before them are history (see `rangeCells`). Absent: all. */
  readonly range?: BarRange;
  /** Absent for strategies that are Nightgrid's own. */
  readonly untrusted?: Untrusted;
  /** Asks for what the strategy has said; absent: it is not kept. */
  readonly keepsSaid?: boolean;
}

/** What a strategy has said, before rules, risk limits and the broker made orders of it: one value per bar of the result. */
export interface Said {
  /**
   * In the order of the symbols. Of several: how the strategy rates each, NaN where it says nothing. Of one: 1 to be long,
   * −1 to be short, 0 to be out, and NaN where it says nothing. Absent where it gives none.
   */
  readonly signals?: readonly Float64Array[];
  /** In the order of the symbols, the wanted shares of the equity; meant where `rebalance` is 1. Absent of one symbol. */
  readonly weights?: readonly Float64Array[];
  readonly rebalance?: Uint8Array;
}

/** One cell in full. All curves have one value per bar. */
export interface BacktestResult {
  readonly params: Params;
  readonly metrics: CellMetrics;
  readonly reasons: MetricReasons;
  readonly time: Float64Array;
  readonly equity: Float64Array;
  /** The same fills and dividends with every cost added back. */
  readonly grossEquity: Float64Array;
  /** Units held at the close, signed; over several symbols the value of all positions, without sign, ÷ equity. */
  readonly position: Float64Array;
  readonly trades: readonly Trade[];
  /** In the order of their fills. */
  readonly orders: readonly FilledOrder[];
  /** Dividends and borrow costs, in order. */
  readonly cashFlows: readonly CashFlow[];
  /** Orders that were not filled, in order. */
  readonly rejections: readonly RejectedOrder[];
  /** Of a strategy that scores its symbols. */
  readonly factor?: FactorReport;
  /** Where the request asked for it and the strategy says anything beforehand. */
  readonly said?: Said;
  /** Remarks on how the result was made, such as "same-bar fill"; those of `resultStamps`. */
  readonly stamps: readonly string[];
}

export interface RejectedOrder extends Rejection {
  /** Null where a limit cut all symbols together. */
  readonly symbol: string | null;
}

export interface SweepRequest {
  readonly strategy: Strategy;
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  readonly cells: readonly Params[];
  /**
   * Into how many blocks of bars the returns are summed for the statistics of overfitting; absent or 0: not at all. A list says
   * where each block begins, and ends with the number of returns.
   */
  readonly blocks?: number | readonly number[];
  /** Metrics that are computed of every cell besides those of SWEEP_METRICS; absent: none, at no cost. */
  readonly computed?: readonly ComputedMetricId[];
  /** Instead of one backtest per cell, one over each range of the bars; nothing else is measured then. */
  readonly ranges?: WantedRanges;
  /** Hears that the cells are gone through once more, from the first on; told before the first pass too. */
  readonly onPass?: () => void;
  /** Where indicators are kept, by `createSharedMemory`: threads with parts of one sweep compute each of them once. Absent: in one of its own. */
  readonly memory?: SharedMemory;
  /** Absent for strategies that are Nightgrid's own. */
  readonly untrusted?: Untrusted;
  /** Hears of each cell before it is traded, by its position in `cells`. */
  readonly onCell?: (index: number) => void;
  /** What is said of a cell's error. Default: its message. */
  readonly explain?: (thrown: unknown) => string;
}

/** Backtests over parts of the bars, each for itself. */
export interface WantedRanges {
  readonly list: readonly BarRange[];
  /** Each gives a column per range, by the name of `rangeColumnId`. */
  readonly metrics: readonly MetricId[];
}

/** Σr and Σr² of every cell over consecutive blocks of bars: element `cell * blocks + block`. */
export interface SweepBlockSums {
  readonly cells: number;
  readonly blocks: number;
  readonly sum: Float64Array<ArrayBuffer>;
  readonly sumOfSquares: Float64Array<ArrayBuffer>;
}

/** Columns of one value per cell, in the order of the request. */
export interface SweepResult {
  /** NaN where the metric is undefined. */
  readonly metrics: Readonly<Record<SweepMetricId, Float64Array>>;
  /** 0 where the metric is defined, else 1 + the index into UNDEFINED_REASONS. */
  readonly reasons: Readonly<Record<SweepMetricId, Uint8Array>>;
  /** What the request asked for under `computed`. */
  readonly computed: readonly ComputedColumn[];
  /** Cells of which orders were refused, with how many; in the order of the request. */
  readonly refusals: readonly CellRefusals[];
  /** Cells whose strategy threw or returned unusable arrays; their metrics are all NaN with reason `not_computed`. */
  readonly failures: readonly CellFailure[];
  /** When the request asked for blocks; all NaN for a cell that failed. */
  readonly blockSums?: SweepBlockSums;
  /** When it was asked for, of cells that can be gone on with. */
  readonly standings?: SweepStandings;
}

/** How cells stand after some bars, by `extend/cell-standing.ts`. */
export interface SweepStandings {
  /** Numbers of each cell. */
  readonly width: number;
  /** Of the first cell, then of the second, …; its first number is 0 where it has to be traded from the first bar. */
  readonly values: Float64Array<ArrayBuffer>;
  /** How many of the cells were gone on with. */
  readonly extended: number;
}

/** Cells of an earlier sweep, which is to be gone on with: the same in all but bars that came after its own. */
export interface PastCells extends Pick<SweepStandings, "values"> {
  /** That they have traded. */
  readonly bars: number;
}

/** One metric of every cell. */
export interface ComputedColumn {
  /** A `ComputedMetricId`, or what `rangeColumnId` calls it. */
  readonly id: string;
  /** NaN where undefined. */
  readonly values: Float64Array;
  /** As in `SweepResult.reasons`. */
  readonly reasons: Uint8Array;
}

/** How many orders were not filled, by reason; absent reasons are 0. */
export type Refusals = Readonly<Partial<Record<RejectionReason, number>>>;

export interface CellRefusals {
  /** Position in `SweepRequest.cells`. */
  readonly index: number;
  readonly refused: Refusals;
}

export interface CellFailure {
  /** Position in `SweepRequest.cells`. */
  readonly index: number;
  readonly code: ErrorCode;
  readonly message: string;
}

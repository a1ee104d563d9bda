import type { Params, ParamSpecs } from "../core/params/param-spec.ts";
import type { BacktestResult, SweepResult } from "../engine/backtest.ts";
import type { Bars } from "../engine/bars.ts";
import type { Examination } from "../engine/lookahead/examine-strategy.ts";
import type { ComputedMetricId } from "../engine/metrics/metric-catalogue.ts";
import type { BacktestSettings } from "../engine/settings.ts";
import type { SymbolCount } from "../engine/kinds/symbol-count.ts";
import type { StrategyKind } from "../engine/kinds/strategy-kind.ts";

/** Where a strategy comes from (structurally the DAG's `StrategyRef`). */
export type StrategySource =
  | { readonly kind: "builtin"; readonly name: string }
  | { readonly kind: "module"; readonly path: string; readonly exportName: string };

/** All that the cells of a sweep share. */
export interface SweepSetup {
  /** Equal ids mean equal setups: prepared sweeps are kept by it. */
  readonly id: string;
  readonly strategy: StrategySource;
  readonly codeHash: string;
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  /** Asks for the sums of the returns over so many blocks of bars. */
  readonly blocks?: number;
  /** Asks for these metrics of every cell. */
  readonly computed?: readonly ComputedMetricId[];
  /** Of one cell of a user's strategy, in milliseconds; absent: 100 times what the cells so far have taken, at least 10 s. */
  readonly cellTimeoutMs?: number;
}

/** A line that a user's strategy has printed. */
export interface CellLine {
  /** Position in the cells that were asked for; null where none was being computed. */
  readonly index: number | null;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
}

/**
 * How cells are computed. A cell that fails is listed in the answer; a rejection means that
 * the whole range could not be computed (and may be tried again), or that `signal` fired.
 */
export interface CellExecutor {
  /** Ranges that it computes at the same time. */
  readonly slots: number;
  /** @param cells parameters as canonical JSON, one text per cell */
  compute(
    setup: SweepSetup,
    cells: readonly string[],
    signal: AbortSignal,
    onLine?: (line: CellLine) => void,
  ): Promise<SweepResult>;
  close(): Promise<void>;
}

/** What there is to know of a strategy before it runs. */
export interface StrategyDescription {
  readonly name: string;
  /** Every parameter that may be given, the trade parameters too; in the order that cells show. */
  readonly params: ParamSpecs;
  readonly kind: StrategyKind;
  /** As the strategy says it; see `symbolsProblem`. */
  readonly symbols?: SymbolCount;
  /** SHA-256 over the source and all it imports relatively; of a built-in, its name (the engine's version covers its code). */
  readonly codeHash: string;
}

/** Strategies one at a time, outside of sweeps. A user's own never runs in this process. */
export interface StrategyRunner {
  /** @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID, saying what is wrong with the module */
  describe(source: StrategySource): Promise<StrategyDescription>;
  /** One cell in full. @throws AppError EXECUTION_INVALID, PARAM_INVALID, RUN_INPUT_CHANGED or STRATEGY_FAILED */
  runCell(setup: SweepSetup, params: Params): Promise<BacktestResult>;
  /** Cells in one go, in a process that nobody has used: nothing of other cells is in it. All fail where one ends it. */
  sweepApart(setup: SweepSetup, cells: readonly Params[]): Promise<SweepResult>;
  /** @throws AppError STRATEGY_FAILED */
  examine(request: ExamineRequest): Promise<CheckedExamination>;
}

export interface ExamineRequest {
  readonly setup: SweepSetup;
  readonly cells: readonly Params[];
  /** How often each cell is run on the first bars alone. */
  readonly cuts: number;
}

export interface CheckedExamination extends Examination {
  /** What a cell has written to, though it may only read it; then nothing else was looked for. */
  readonly wrote: { readonly what: string; readonly params: Params } | null;
}

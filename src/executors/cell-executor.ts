import type { Params } from "../core/params/param-spec.ts";
import type { BacktestResult, SweepResult } from "../engine/backtest.ts";
import type { Bars } from "../engine/bars.ts";
import type { Examination } from "../engine/lookahead/examine-strategy.ts";
import type { ComputedMetricId } from "../engine/metrics/metric-catalogue.ts";
import type { BacktestSettings } from "../engine/settings.ts";
import type { KnownStrategy } from "../engine/kinds/known-strategy.ts";
import type { CodeRef } from "../core/spec/code-ref.ts";

/** All that the cells of a sweep share. */
export interface SweepSetup {
  /** Equal ids mean equal setups: prepared sweeps are kept by it. */
  readonly id: string;
  readonly strategy: CodeRef;
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

/** What there is to know of a strategy before it runs, and of which code that is. */
export interface StrategyDescription extends KnownStrategy {
  /** SHA-256 over the source and all it imports relatively; of a built-in, its name (the engine's version covers its code). */
  readonly codeHash: string;
}

/** Strategies one at a time, outside of sweeps. A user's own never runs in this process. */
export interface StrategyRunner {
  /** @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID, saying what is wrong with the module */
  describe(source: CodeRef): Promise<StrategyDescription>;
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

import type { AppError } from "../core/errors/app-error.ts";
import type { Params } from "../core/params/param-spec.ts";
import type { BacktestRequest, BacktestResult, SweepResult } from "../engine/backtest.ts";
import type { Examination } from "../engine/lookahead/examine-strategy.ts";
import type { CodeRef } from "../core/spec/code-ref.ts";
import type { KnownStrategy } from "../engine/kinds/known-strategy.ts";
import type { SweepSetup } from "./engine/sweep-setup.ts";

/** What there is to know of a strategy before it runs, and of which code that is. */
export interface StrategyDescription extends KnownStrategy {
  /** SHA-256 over the source and all it imports relatively; of a built-in, its name (the engine's version covers its code). */
  readonly codeHash: string;
  /** What this host lacks to run it: it can be planned here, and not computed. */
  readonly lacks?: AppError;
}

/** Strategies one at a time, outside of sweeps. A user's own never runs in this process. */
export interface StrategyRunner {
  /** @throws AppError FILE_NOT_FOUND or STRATEGY_INVALID, saying what is wrong with the module */
  describe(source: CodeRef): Promise<StrategyDescription>;
  /**
   * One cell in full, with what the strategy has said where `wanted` asks for it.
   *
   * @throws AppError EXECUTION_INVALID, PARAM_INVALID, RUN_INPUT_CHANGED or STRATEGY_FAILED
   */
  runCell(setup: SweepSetup, params: Params, wanted?: WantedOfCell): Promise<BacktestResult>;
  /** Cells in one go, in a process that nobody has used: nothing of other cells is in it. All fail where one ends it. */
  sweepApart(setup: SweepSetup, cells: readonly Params[]): Promise<SweepResult>;
  /** @throws AppError STRATEGY_FAILED */
  examine(request: ExamineRequest): Promise<CheckedExamination>;
}

export type WantedOfCell = Pick<BacktestRequest, "keepsSaid">;

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

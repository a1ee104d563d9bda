import type { Params } from "../../core/params/param-spec.ts";
import type { BacktestResult } from "../../engine/backtest.ts";
import type { CheckedExamination, ExamineRequest, StrategyDescription, WantedOfCell } from "../strategy-runner.ts";
import type { SweepSetup } from "../engine/sweep-setup.ts";
import type { StrategyModule } from "../modules/load-strategy.ts";
import type { PackedResult } from "../packed-result.ts";

/** Questions and answers of the processes that users' strategies run in. */
export interface StrategyQuestions {
  readonly describe: { readonly ask: StrategyModule; readonly answer: StrategyDescription };
  readonly prepare: {
    readonly ask: { readonly setup: SweepSetup; readonly forget: string | null };
    readonly answer: null;
  };
  readonly compute: {
    /** `cells`: canonical JSON of each cell, joined to one JSON array, as UTF-8. */
    readonly ask: { readonly setupId: string; readonly cells: Uint8Array };
    readonly answer: ComputedCells;
  };
  readonly runCell: {
    readonly ask: { readonly setup: SweepSetup; readonly params: Params; readonly wanted: WantedOfCell };
    readonly answer: BacktestResult;
  };
  readonly examine: { readonly ask: ExamineRequest; readonly answer: CheckedExamination };
}

export interface ComputedCells {
  readonly result: PackedResult;
  /** What the cells have written to, though it is not theirs; then the result counts for nothing. */
  readonly spoiled: string | null;
}

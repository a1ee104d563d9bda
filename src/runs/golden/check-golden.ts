import { compareResults, type ResultsComparison } from "../../analytics/regression/compare-results.ts";
import { compareTrades, type TradesChange } from "../../analytics/regression/compare-trades.ts";
import type { RunId } from "../../core/names/ids.ts";
import { compareInputs, type InputsComparison, type MadeOf } from "../inputs/compare-inputs.ts";
import type { RunDeps } from "../run-deps.ts";
import { type Golden, type GoldenInputs, lastEntry } from "./golden.ts";
import { type TakenResults, takeResults } from "./take-golden.ts";

/** How the results of a run stand against those that were taken for right. */
export interface GoldenCheck {
  readonly golden: Golden;
  readonly runId: RunId;
  /** Whether all cells and the trades are as they were, within the golden's tolerance. */
  readonly same: boolean;
  readonly results: ResultsComparison;
  /** Of the best cell of the golden; null where one side has none. */
  readonly trades: TradesChange | null;
  readonly inputs: InputsComparison;
}

/** @throws AppError as `takeResults` does */
export async function checkGolden(golden: Golden, runId: RunId, deps: RunDeps): Promise<GoldenCheck> {
  const cells = Object.keys(golden.cells);
  const now = await takeResults({ runId, backtest: golden.backtest, cells }, deps);
  return { golden, runId, ...compared(golden, now, deps), inputs: await inputsOf(golden, now, deps) };
}

function compared(golden: Golden, now: TakenResults, { clock }: RunDeps) {
  const { tolerance } = golden;
  const results = compareResults({ ...golden, createdAt: lastEntry(golden).at }, now, { now: clock.now(), tolerance });
  const trades =
    golden.trades === null || now.trades === null ? null : compareTrades(golden.trades, now.trades, tolerance);
  return { results, trades, same: results.same && (trades === null || trades.firstChange === null) };
}

function inputsOf(golden: Golden, now: TakenResults, deps: RunDeps): Promise<InputsComparison> {
  return compareInputs({ before: madeOf(golden.inputs), after: madeOf(now.inputs) }, deps);
}

/** A golden goes from database to database, which number versions of data each for itself. */
function madeOf({ parts, files }: GoldenInputs): MadeOf {
  return { inputs: parts === null ? null : { parts, files }, datasetVersionId: null };
}

import { measurePath, type PathMeasure, type PathOutcomes } from "../../analytics/monte-carlo/simulate-paths.ts";
import { createRandom } from "../../analytics/resampling/random.ts";
import type { Params } from "../../core/params/param-spec.ts";
import type { Bars } from "../../engine/bars.ts";
import { runBacktest } from "../../engine/run-backtest.ts";
import type { BacktestSettings } from "../../engine/settings.ts";
import { builtinStrategy } from "../../engine/strategies/builtin-strategies.ts";
import { type AccountCurve, accountReturns } from "./account-returns.ts";
import { noisyBars } from "./noisy-bars.ts";

/** A cell that is traded anew on noisy bars. Plain data: it crosses to threads. */
export interface NoisyCell {
  readonly bars: readonly Bars[];
  readonly settings: BacktestSettings;
  readonly params: Params;
  /** Share of each bar's true range. */
  readonly noise: number;
  readonly seed: number;
}

/** The bars of a history: each has its own random stream, so they are the same whoever draws them. */
export function barsOfPath({ bars, noise, seed }: NoisyCell, path: number): readonly Bars[] {
  return noisyBars(bars, noise, createRandom(seed, path));
}

/** Writes what an account on such bars has come to. */
export function recordPath(
  { measure, outcomes }: { readonly measure: PathMeasure; readonly outcomes: PathOutcomes },
  { settings }: NoisyCell,
  { path, account }: { readonly path: number; readonly account: AccountCurve },
): void {
  measurePath({ ...measure, returns: accountReturns(account, settings).returns }, outcomes, path);
}

/** Trades one history of a cell of a built-in strategy. @throws AppError STRATEGY_FAILED */
export function tradeBuiltinPath(strategy: string, cell: NoisyCell, path: number): AccountCurve {
  const { settings, params } = cell;
  return runBacktest({ strategy: builtinStrategy(strategy), bars: barsOfPath(cell, path), settings, params });
}

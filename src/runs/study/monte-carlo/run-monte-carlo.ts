import { describeMonteCarlo, monteCarloVerdict } from "../../../analytics/monte-carlo/describe-monte-carlo.ts";
import { MONTE_CARLO_STATISTICS } from "../../../analytics/monte-carlo/monte-carlo-catalogue.ts";
import {
  DISTRIBUTIONS,
  type MonteCarloResult,
  type MonteCarloStatistics,
} from "../../../analytics/monte-carlo/monte-carlo-result.ts";
import type { PathSummary } from "../../../analytics/monte-carlo/summarize-paths.ts";
import type { Logger } from "../../../core/log.ts";
import { unmeasured } from "../../../core/metrics/measured.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import type { MonteCarloSpec } from "../../../core/spec/study-spec.ts";
import { type HistorySource, monteCarloOffLoop } from "../../../executors/monte-carlo/monte-carlo-off-loop.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import { marketOf } from "../../market/market-of.ts";
import type { RunDeps } from "../../run-deps.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { runWalkForward } from "../walk-forward/run-walk-forward.ts";
import { accountSettings } from "../walk-forward/walk-statistics.ts";
import { bestTrack } from "./best-track.ts";
import { type MeasuredTrack, measuredTrack, resamplingOf } from "./monte-carlo-setup.ts";
import { noisySource } from "./noisy-source.ts";

/** A worker has its slots to fill besides. */
const THREADS = 2;

export interface MonteCarloTask {
  readonly sweep: Sweep;
  /** Of the backtest. */
  readonly backtestTask: TaskId;
  /** Of the task that has measured the windows of a walk-forward; absent: there is none. */
  readonly windowsTask?: TaskId;
  readonly signal: AbortSignal;
  /** Is told every few seconds how far it is. */
  readonly log: Pick<Logger, "info">;
}

type StudyDeps = Pick<RunDeps, "database" | "strategies" | "executors">;

/** An account, how others are held against it, and where they come from. */
interface Drawn extends MeasuredTrack {
  readonly source: HistorySource;
}

/** Draws other histories from the account of the best cell, or of the walk-forward. The same inputs give the same bytes. */
export async function runMonteCarlo(task: MonteCarloTask, deps: StudyDeps): Promise<MonteCarloResult> {
  const { sweep, signal, log } = task;
  const spec = monteCarloOf(sweep.backtest);
  const drawn = spec.of === "best" ? await drawnFromBest(task, spec, deps) : await drawnFromWindows(task, spec, deps);
  const { initialCapital } = sweep.backtest.settings;
  const { runs, ruin, seed, method, of, noise = null } = spec;
  const onProgress = (done: number): void => {
    log.info(`${done.toLocaleString("en")} of ${runs.toLocaleString("en")} histories`);
  };
  const summary =
    drawn === null
      ? NOTHING
      : await monteCarloOffLoop({ ...drawn, runs, ruin, initialCapital, threads: THREADS, signal, onProgress });
  const unit = drawn?.unit ?? "bars";
  const returns = drawn?.measure.returns.length ?? 0;
  const { statistics } = summary;
  return {
    study: "monte_carlo",
    version: 1,
    method,
    of,
    runs,
    block: drawn?.source.kind === "returns" && method === "stationary" ? drawn.source.resampling.blockLength : null,
    noise,
    seed,
    ruin,
    unit,
    returns,
    verdict: describeMonteCarlo({ statistics, returns, unit }),
    holds: monteCarloVerdict({ statistics, returns, unit }),
    initialCapital,
    ...summary,
  };
}

/** Of an account without returns. */
const NOTHING: PathSummary = {
  statistics: Object.fromEntries(
    MONTE_CARLO_STATISTICS.map(({ id }) => [id, unmeasured("too_few_bars")]),
  ) as MonteCarloStatistics,
  fan: [],
  distributions: Object.fromEntries(
    DISTRIBUTIONS.map((id) => [id, { quantiles: [], real: null, histogram: { from: 0, step: 1, counts: [] } }]),
  ) as unknown as PathSummary["distributions"],
};

function monteCarloOf({ name, monteCarlo }: BacktestSpec): MonteCarloSpec {
  if (monteCarlo === undefined) throw new RangeError(`${name} has no monte_carlo`);
  return monteCarlo;
}

/** Null when no cell succeeded, or the best has no return. */
async function drawnFromBest(
  { sweep, backtestTask, signal }: MonteCarloTask,
  { method, noise, runs, ...spec }: MonteCarloSpec,
  deps: StudyDeps,
): Promise<Drawn | null> {
  const found = await bestTrack(sweep, backtestTask, deps);
  const measured = found === null ? null : measuredTrack(found.track, method, found.settings);
  if (found === null || measured === null) return null;
  if (method !== "price_noise") return { ...measured, source: returnsSource(measured, { ...spec, method }) };
  const { setup, settings } = marketOf(sweep);
  const cell = { bars: setup.bars, settings, params: found.best.params, noise: noise ?? 0, seed: spec.seed };
  return {
    ...measured,
    source: noisySource({ setup, cell, measure: measured.measure, runs, signal }, deps.strategies),
  };
}

/** Null when no window was traded. */
async function drawnFromWindows(
  { sweep, windowsTask, signal }: MonteCarloTask,
  { method, ...spec }: MonteCarloSpec,
  deps: StudyDeps,
): Promise<Drawn | null> {
  if (windowsTask === undefined) throw new RangeError(`${sweep.backtest.name} has no windows of a walk-forward`);
  if (method === "price_noise") throw new RangeError("A walk-forward is not traded again on noisy bars");
  const { account, time, result } = await runWalkForward(
    { sweep, cellsTask: windowsTask, signal, isAgain: true },
    deps,
  );
  if (!result.windows.some(({ cells }) => cells.length > 0)) return null;
  const track = { time, equity: account.equity, trades: [] };
  const measured = measuredTrack(track, method, accountSettings(sweep, time));
  return measured === null ? null : { ...measured, source: returnsSource(measured, { ...spec, method }) };
}

function returnsSource({ measure }: MeasuredTrack, spec: Parameters<typeof resamplingOf>[1]): HistorySource {
  return { kind: "returns", resampling: resamplingOf(measure.returns, spec) };
}

import { describeMonteCarlo, monteCarloVerdict } from "../../../analytics/monte-carlo/describe-monte-carlo.ts";
import { MONTE_CARLO_STATISTICS } from "../../../analytics/monte-carlo/monte-carlo-catalogue.ts";
import {
  DISTRIBUTIONS,
  type MonteCarloResult,
  type MonteCarloStatistics,
} from "../../../analytics/monte-carlo/monte-carlo-result.ts";
import type { PathSummary } from "../../../analytics/monte-carlo/summarize-paths.ts";
import { unmeasured } from "../../../core/metrics/measured.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import type { MonteCarloSpec } from "../../../core/spec/study-spec.ts";
import { monteCarloOffLoop } from "../../../executors/monte-carlo/monte-carlo-off-loop.ts";
import type { BacktestSpec } from "../../../factory/dag-spec.ts";
import { marketOf } from "../../market/market-of.ts";
import type { RunDeps } from "../../run-deps.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { bestCell } from "../best-cell.ts";
import { runWalkForward } from "../walk-forward/run-walk-forward.ts";
import { monteCarloSetup, type Track } from "./monte-carlo-setup.ts";

/** A worker has its slots to fill besides. */
const THREADS = 2;

export interface MonteCarloTask {
  readonly sweep: Sweep;
  /** Of the backtest. */
  readonly backtestTask: TaskId;
  /** Of the task that has measured the windows of a walk-forward; absent: there is none. */
  readonly windowsTask?: TaskId;
  readonly signal: AbortSignal;
}

type StudyDeps = Pick<RunDeps, "database" | "strategies">;

/** Draws other histories from the account of the best cell, or of the walk-forward. The same inputs give the same bytes. */
export async function runMonteCarlo(task: MonteCarloTask, deps: StudyDeps): Promise<MonteCarloResult> {
  const { sweep, signal } = task;
  const spec = monteCarloOf(sweep.backtest);
  const { settings } = marketOf(sweep);
  const track = spec.of === "best" ? await bestTrack(task, deps) : await walkedTrack(task, deps);
  const drawn = track === null ? null : monteCarloSetup(track, spec, settings);
  const { initialCapital } = settings;
  const { runs, ruin, seed, method, of } = spec;
  const summary =
    drawn === null
      ? NOTHING
      : await monteCarloOffLoop({ setup: drawn.setup, runs, ruin, initialCapital, threads: THREADS, signal });
  return {
    study: "monte_carlo",
    version: 1,
    method,
    of,
    runs,
    block: drawn !== null && method === "stationary" ? drawn.setup.blockLength : null,
    seed,
    ruin,
    unit: drawn?.unit ?? "bars",
    returns: drawn?.setup.returns.length ?? 0,
    verdict: describeMonteCarlo(summary.statistics),
    holds: monteCarloVerdict(summary.statistics),
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

/** Null when no cell succeeded. */
async function bestTrack(
  { sweep, backtestTask }: MonteCarloTask,
  { database, strategies }: StudyDeps,
): Promise<Track | null> {
  const best = await bestCell(sweep, backtestTask, database);
  return best === null ? null : strategies.runCell(marketOf(sweep).setup, best.params);
}

/** Null when no window was traded. */
async function walkedTrack({ sweep, windowsTask, signal }: MonteCarloTask, deps: StudyDeps): Promise<Track | null> {
  if (windowsTask === undefined) throw new RangeError(`${sweep.backtest.name} has no windows of a walk-forward`);
  const { account, time, result } = await runWalkForward({ sweep, cellsTask: windowsTask, signal }, deps);
  const isTraded = result.windows.some(({ cells }) => cells.length > 0);
  return isTraded ? { time, equity: account.equity, trades: [] } : null;
}

import { describeWalkForward, verdictOf } from "../../../analytics/walk-forward/describe-walk-forward.ts";
import { type JoinedAccount, joinParts } from "../../../analytics/walk-forward/join-parts.ts";
import {
  CURVE_POINTS,
  type CurvePoint,
  type WalkForwardResult,
  type WindowPart,
} from "../../../analytics/walk-forward/walk-forward-result.ts";
import type { TradedWindow } from "../../../analytics/walk-forward/walk-forward.ts";
import type { WindowPair } from "../../../analytics/walk-forward/windows.ts";
import type { BarRange } from "../../../core/values/bar-range.ts";
import type { TaskId } from "../../../core/names/ids.ts";
import { exposureChangeCost } from "../../../engine/orders/exposure-change.ts";
import type { PeriodWork } from "../../../executors/executor.ts";
import type { RunDeps } from "../../run-deps.ts";
import { marketOf } from "../../market/market-of.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { sweepTimeLine } from "../time-line.ts";
import { type ChosenCells, chooseCells } from "./choose-cells.ts";
import { planWindows, walkForwardOf } from "./plan-windows.ts";
import { tradeProgram } from "./trade-program.ts";
import { type TradedPart, tradeWindow, type WindowToTrade } from "./trade-window.ts";
import { walkStatistics } from "./walk-statistics.ts";

/** A walk-forward record in full: what later studies resample, beside what is kept of it. */
export interface WalkForwardRecord {
  readonly result: WalkForwardResult;
  readonly account: JoinedAccount;
  /** Start of each out-of-sample bar, milliseconds UTC. */
  readonly time: Float64Array;
}

export interface WalkForwardTask {
  /** The backtest, with all of its bars. */
  readonly sweep: Sweep;
  /** Of the task that has measured the windows. */
  readonly cellsTask: TaskId;
  readonly signal: AbortSignal;
  /** Whether an earlier task of the run has made it already: programs whose files are here are not run again then. */
  readonly isAgain?: boolean;
}

/**
 * Chooses the cells of every window, trades them out of sample, and joins what they earn into one account. The same results in
 * sample give the same record, bit for bit: whoever needs its returns makes it again.
 */
export async function runWalkForward(
  { sweep, cellsTask, signal, isAgain = false }: WalkForwardTask,
  deps: Pick<RunDeps, "database" | "strategies">,
): Promise<WalkForwardRecord> {
  const windows = planWindows(sweep);
  const chosen = await chooseCells(deps.database, { sweep, taskId: cellsTask, windows: windows.length });
  const parts: TradedPart[] = [];
  for (const [at, window] of windows.entries()) {
    signal.throwIfAborted();
    const traded = { window, cells: chosen[at]?.cells ?? [] };
    parts.push(await tradePart(sweep, traded, { strategies: deps.strategies, signal, takesLeft: isAgain }));
  }
  const account = joined(sweep, { windows, chosen, parts });
  const line = sweepTimeLine(sweep);
  const time = Float64Array.from(parts.flatMap((part) => [...part.time]));
  const starts = startsOf(parts);
  const traded = windows.map((window, at) =>
    tradedWindow(window, chosen[at], {
      score: parts[at]?.score ?? Number.NaN,
      returns: account.returns.subarray(starts[at], starts[at + 1]),
    }),
  );
  const statistics = await walkStatistics(sweep, { chosen, traded, account, time });
  const { objective, select, positions } = walkForwardOf(sweep.backtest);
  return {
    account,
    time,
    result: {
      study: "walk_forward",
      version: 1,
      objective,
      select,
      positions,
      verdict: describeWalkForward(statistics),
      holds: verdictOf(statistics),
      statistics,
      windows: windows.map(({ inSample, outOfSample }, at) => {
        const { cells = [] } = chosen[at] ?? {};
        const [first] = cells;
        const figures = traded[at];
        return {
          inSample: partOf(inSample, line, [figures?.inSampleScore, figures?.inSampleReturn]),
          outOfSample: partOf(outOfSample, line, [figures?.outOfSampleScore, figures?.outOfSampleReturn]),
          cells,
          params: first === undefined ? null : sweep.grid.cellAt(first),
          seamCost: account.seamCosts[at] ?? 0,
        };
      }),
      curve: thinned(time, account.equity, starts),
      varying: sweep.backtest.grid.axes.map(({ name }) => name),
      initialCapital: sweep.backtest.settings.initialCapital,
    },
  };
}

/** Where each part begins in the joined account, with the length of that at the end. */
function startsOf(parts: readonly TradedPart[]): readonly number[] {
  const starts = [0];
  for (const { equity } of parts) starts.push((starts.at(-1) ?? 0) + equity.length);
  return starts;
}

function tradePart(
  sweep: Sweep,
  traded: WindowToTrade,
  { strategies, ...again }: Pick<RunDeps, "strategies"> & Pick<PeriodWork, "signal" | "takesLeft">,
): Promise<TradedPart> {
  const { periods } = sweep.prepared;
  return periods === undefined
    ? tradeWindow(sweep, traded, { strategies })
    : tradeProgram(sweep, traded, { periods, ...again });
}

interface Traded {
  readonly windows: readonly WindowPair[];
  readonly chosen: readonly ChosenCells[];
  readonly parts: readonly TradedPart[];
}

function joined(sweep: Sweep, { windows, chosen, parts }: Traded): JoinedAccount {
  const { initialCapital: capital } = sweep.backtest.settings;
  const follows = windows.map(({ outOfSample }, at) => at > 0 && windows[at - 1]?.outOfSample.to === outOfSample.from);
  if (walkForwardOf(sweep.backtest).positions === "reset") {
    return joinParts({ parts, capital, follows, isCarried: false, costOf: () => 0 });
  }
  const { settings, bars } = marketOf(sweep);
  const close = bars[0]?.close;
  return joinParts({
    parts,
    capital,
    follows,
    isCarried: true,
    costOf(part, change, account) {
      if (!(account > 0)) return 0;
      const price = close?.[(windows[part]?.outOfSample.from ?? 0) - 1] ?? 0;
      const params = sweep.grid.cellAt(chosen[part]?.cells[0] ?? 0);
      return exposureChangeCost({ settings, params }, (change * account) / price, price) / account;
    },
  });
}

interface PartFigures {
  /** Out of sample. */
  readonly score: number;
  /** Of the joined account over the part. */
  readonly returns: Float64Array;
}

function tradedWindow(
  { inSample, outOfSample }: WindowPair,
  chosen: ChosenCells | undefined,
  { score, returns }: PartFigures,
): TradedWindow {
  return {
    inSampleReturn: chosen?.totalReturn ?? Number.NaN,
    outOfSampleReturn: returns.reduce((growth, value) => growth * (1 + value), 1) - 1,
    inSampleBars: inSample.to - inSample.from,
    outOfSampleBars: outOfSample.to - outOfSample.from,
    inSampleScore: chosen?.score ?? Number.NaN,
    outOfSampleScore: score,
  };
}

function partOf(
  { from, to }: BarRange,
  line: Float64Array,
  [score, totalReturn]: readonly [number | undefined, number | undefined],
): WindowPart {
  return {
    firstBar: from,
    lastBar: to - 1,
    start: isoOf(line[from]),
    end: isoOf(line[to - 1]),
    score: numberOrNull(score),
    totalReturn: numberOrNull(totalReturn),
  };
}

function isoOf(timeMs: number | undefined): string {
  return new Date(timeMs ?? 0).toISOString();
}

function numberOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Every so many-th point, and the last of each window. @param starts as `startsOf` has them */
function thinned(time: Float64Array, equity: Float64Array, starts: readonly number[]): readonly CurvePoint[] {
  const ends = new Set(starts.slice(1).map((end) => end - 1));
  const stride = Math.max(1, Math.ceil(equity.length / Math.max(1, CURVE_POINTS - ends.size)));
  const points: CurvePoint[] = [];
  for (let bar = 0; bar < equity.length; bar++) {
    if (bar % stride === 0 || ends.has(bar)) points.push({ time: time[bar] ?? 0, equity: equity[bar] ?? 0 });
  }
  return points;
}

import type { OutOfSamplePart } from "../../../analytics/walk-forward/join-parts.ts";
import type { WindowPair } from "../../../analytics/walk-forward/windows.ts";
import type { BarRange } from "../../../core/values/bar-range.ts";
import type { BacktestResult } from "../../../engine/backtest.ts";
import { computedMetrics, needsBenchmark } from "../../../engine/metrics/computed-metrics.ts";
import { isComputedMetric, metricValue } from "../../../engine/metrics/metric-catalogue.ts";
import { rangeBars } from "../../../engine/ranges/range-bars.ts";
import { runBenchmark } from "../../../engine/run-benchmark.ts";
import type { RunDeps } from "../../run-deps.ts";
import { marketOf } from "../../market/market-of.ts";
import type { Market } from "../../market/market.ts";
import type { Sweep } from "../../sweep/open-sweep.ts";
import { timeLineOf } from "../time-line.ts";
import { walkForwardOf } from "./plan-windows.ts";

/** The cells that a window trades, best first; none when none competed. */
export interface WindowToTrade {
  readonly window: WindowPair;
  readonly cells: readonly number[];
}

/** A window traded out of sample. */
export interface TradedPart extends OutOfSamplePart {
  /** When the bars of its account begin, milliseconds UTC. */
  readonly time: Float64Array;
  /** The objective over the part, traded for itself; of several cells their mean. NaN where undefined. */
  readonly score: number;
}

/**
 * Trades the cells of a window out of sample, each with an equal share of the account. `reset`: each begins without a
 * position. `carried`: each is traded from the beginning of its in-sample part on, and what it earns from the first
 * out-of-sample bar counts.
 */
export async function tradeWindow(
  sweep: Sweep,
  { window, cells }: WindowToTrade,
  { strategies }: Pick<RunDeps, "strategies">,
): Promise<TradedPart> {
  const { inSample, outOfSample } = window;
  const market = marketOf(sweep);
  const capital = market.settings.initialCapital;
  const { positions, objective } = walkForwardOf(sweep.backtest);
  const bars = outOfSample.to - outOfSample.from;
  const time = timeLineOf(market.bars).subarray(outOfSample.from, outOfSample.to);
  const run = (cell: number, range: BarRange): Promise<BacktestResult> =>
    strategies.runCell({ ...market.setup, range }, sweep.grid.cellAt(cell));
  const alone: BacktestResult[] = [];
  for (const cell of cells) alone.push(await run(cell, outOfSample));
  const scores = alone.map((result) => scoreOf(result, objective, { market, range: outOfSample }));
  const score = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  if (cells.length === 0) {
    const equity = new Float64Array(bars).fill(capital);
    return { time, equity, before: capital, exposureBefore: 0, exposureAfter: 0, score: Number.NaN };
  }
  if (positions === "reset") {
    const shares = alone.map(({ equity }) => ({ equity, before: capital, exposureBefore: 0, exposureAfter: 0 }));
    return { ...meanPart(shares), time, score };
  }
  const range = { from: inSample.from, to: outOfSample.to };
  const carried: OutOfSamplePart[] = [];
  for (const cell of cells) carried.push(tailOf(await run(cell, range), { bars, capital, market, range }));
  return { ...meanPart(carried), time, score };
}

function scoreOf(
  result: BacktestResult,
  objective: string,
  { market, range }: { readonly market: Market; readonly range: BarRange },
): number {
  if (!isComputedMetric(objective)) return metricValue(result.metrics, objective) ?? Number.NaN;
  const { settings } = market;
  const bars = rangeBars(market.bars, range);
  const benchmark = needsBenchmark([objective]) ? runBenchmark({ bars, settings }).equity : null;
  return computedMetrics([objective], result, settings, benchmark)[0]?.value ?? Number.NaN;
}

/** The last bars of a backtest, and what it holds at both ends of them. */
function tailOf(
  { equity, position }: BacktestResult,
  part: { readonly bars: number; readonly capital: number; readonly market: Market; readonly range: BarRange },
): OutOfSamplePart {
  const first = equity.length - part.bars;
  const close = part.market.bars[0]?.close;
  const exposureAt = (bar: number): number => {
    const account = equity[bar] ?? part.capital;
    const value = (position[bar] ?? 0) * (close?.[part.range.from + bar] ?? 0);
    return account > 0 ? value / account : 0;
  };
  return {
    equity: equity.subarray(first),
    before: first > 0 ? (equity[first - 1] ?? part.capital) : part.capital,
    exposureBefore: exposureAt(first - 1),
    exposureAfter: exposureAt(equity.length - 1),
  };
}

/** Equal shares at the beginning of the part, left alone within it. */
function meanPart(shares: readonly OutOfSamplePart[]): OutOfSamplePart {
  const [only] = shares;
  if (shares.length === 1 && only !== undefined) return only;
  const length = only?.equity.length ?? 0;
  const grown = shares.map(({ equity, before }) => equity.map((value) => (before > 0 ? value / before : 0)));
  const equity = Float64Array.from(
    { length },
    (_, bar) => grown.reduce((sum, share) => sum + (share[bar] ?? 0), 0) / shares.length,
  );
  const last = equity.at(-1) ?? 0;
  const held = shares.reduce((sum, { exposureAfter }, at) => sum + exposureAfter * (grown[at]?.at(-1) ?? 0), 0);
  return {
    equity,
    before: 1,
    exposureBefore: shares.reduce((sum, { exposureBefore }) => sum + exposureBefore, 0) / shares.length,
    exposureAfter: last > 0 ? held / shares.length / last : 0,
  };
}

import { createRandom } from "../../analytics/resampling/random.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { HalvingSpec, SearchSpec } from "../../core/spec/search/search-spec.ts";
import type { PartsToMeasure } from "../../executors/executor.ts";
import { isMetricId, type MetricId } from "../../engine/metrics/metric-catalogue.ts";
import { executorOf } from "../../factory/dag-spec.ts";
import { shareOfRung } from "../../factory/search/search-rounds.ts";
import { marketOf } from "../market/market-of.ts";
import { timeLineOf } from "../study/time-line.ts";
import type { Sweep } from "../sweep/open-sweep.ts";

/** A rung never has fewer bars: a Sharpe ratio of less says nothing. */
const FEWEST_BARS = 20;

/** The part of the data that a round is computed on. */
export interface RoundPart {
  readonly search: SearchSpec;
  /** 0 for the first. */
  readonly round: number;
}

/** The cells of a round as it measures them: on the last bars, or on some symbols, where it has fewer. @throws AppError EXECUTOR_UNKNOWN, EXECUTION_INVALID */
export function roundSweep(sweep: Sweep, { search, round }: RoundPart): Sweep {
  if (search.method !== "successive_halving") return sweep;
  const { measureParts } = sweep.prepared;
  if (measureParts === undefined) {
    const text = `${sweep.backtest.name} is computed by "${executorOf(sweep.backtest)}", which does not measure parts of its cells`;
    throw new AppError("EXECUTOR_UNKNOWN", text, { hint: "Draw the cells, or let the engine compute it." });
  }
  const parts = rungParts(sweep, search, round);
  try {
    return { ...sweep, prepared: measureParts(parts) };
  } catch (error) {
    throw error instanceof AppError ? refusedRung(error, { parts, sweep, round }) : error;
  }
}

/** Of a rung that has fewer symbols than the strategy trades. */
function refusedRung(
  error: AppError,
  { parts, sweep, round }: { readonly parts: PartsToMeasure; readonly sweep: Sweep; readonly round: number },
): AppError {
  if (error.code !== "EXECUTION_INVALID" || parts.kind !== "ranges" || parts.symbols === undefined) return error;
  const has = `${parts.symbols.length} of ${marketOf(sweep).bars.length} symbols`;
  return new AppError(
    error.code,
    `Rung ${round + 1} of the search of ${sweep.backtest.name} has ${has}. ${error.message}`,
    {
      hint: "Name more under `data.symbols`, make eta or rungs smaller, or take by: bars.",
      cause: error,
    },
  );
}

function rungParts(sweep: Sweep, search: HalvingSpec, round: number): PartsToMeasure {
  const { bars } = marketOf(sweep);
  const share = shareOfRung(search, round);
  const metrics = rungMetrics(search);
  if (search.bySymbols === undefined) {
    const { length } = timeLineOf(bars);
    return { kind: "ranges", ranges: { list: [{ from: length - rungBars(length, share), to: length }], metrics } };
  }
  if (bars.length < 2) {
    const text = `The search of ${sweep.backtest.name} goes by symbols, and its data have one`;
    throw new AppError("EXECUTION_INVALID", text, { hint: "Take by: bars, or name more symbols." });
  }
  const names = bars.map(({ symbol }) => symbol);
  const symbols = rungSymbols(names, share, search.bySymbols.seed);
  const { length } = timeLineOf(bars.filter(({ symbol }) => symbols.includes(symbol)));
  return { kind: "ranges", ranges: { list: [{ from: 0, to: length }], metrics }, symbols };
}

/**
 * The symbols of a rung, in the order of the data: those of a smaller share are among those of a larger one. They are drawn by the seed and
 * their names alone, in whatever order the data have them.
 */
export function rungSymbols(symbols: readonly string[], share: number, seed: number): readonly string[] {
  const drawn = symbols.toSorted((a, b) => (a < b ? -1 : 1));
  const random = createRandom(seed);
  for (let left = drawn.length; left > 1; left--) {
    const [one, last] = [random.nextBelow(left), left - 1];
    [drawn[one], drawn[last]] = [drawn[last] ?? "", drawn[one] ?? ""];
  }
  const chosen = new Set(drawn.slice(0, Math.max(1, Math.ceil(drawn.length * share))));
  return symbols.filter((symbol) => chosen.has(symbol));
}

/** How many of the bars a rung has. */
export function rungBars(bars: number, share: number): number {
  return Math.min(bars, Math.max(FEWEST_BARS, Math.ceil(bars * share)));
}

function rungMetrics({ objective }: HalvingSpec): readonly MetricId[] {
  if (!isMetricId(objective)) throw new RangeError(`The cells have no metric "${objective}"`);
  return [...new Set<MetricId>([objective, "total_trades"])];
}

import { AppError } from "../../core/errors/app-error.ts";
import type { SearchSpec } from "../../core/spec/search/search-spec.ts";
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

/** The cells of a round as it measures them: on the last bars, where it has fewer. */
export function roundSweep(sweep: Sweep, { search, round }: RoundPart): Sweep {
  if (search.method !== "successive_halving") return sweep;
  const { measureParts } = sweep.prepared;
  if (measureParts === undefined) {
    const text = `${sweep.backtest.name} is computed by "${executorOf(sweep.backtest)}", which does not measure parts of its cells`;
    throw new AppError("EXECUTOR_UNKNOWN", text, { hint: "Draw the cells, or let the engine compute it." });
  }
  const bars = timeLineOf(marketOf(sweep).bars).length;
  const from = bars - rungBars(bars, shareOfRung(search, round));
  const ranges = { list: [{ from, to: bars }], metrics: rungMetrics(search) };
  return { ...sweep, prepared: measureParts({ kind: "ranges", ranges }) };
}

/** How many of the bars a rung has. */
export function rungBars(bars: number, share: number): number {
  return Math.min(bars, Math.max(FEWEST_BARS, Math.ceil(bars * share)));
}

function rungMetrics({ objective }: SearchSpec): readonly MetricId[] {
  if (!isMetricId(objective)) throw new RangeError(`The cells have no metric "${objective}"`);
  return [...new Set<MetricId>([objective, "total_trades"])];
}

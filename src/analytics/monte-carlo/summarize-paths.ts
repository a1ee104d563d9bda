import { measured, unmeasured } from "../../core/metrics/measured.ts";
import { histogram } from "../../core/numbers/histogram.ts";
import { quantileOfSorted } from "../../core/numbers/quantile.ts";
import type { Statistic } from "../statistic.ts";
import {
  DISTRIBUTION_PROBABILITIES,
  type Distribution,
  type DistributionId,
  FAN_PROBABILITIES,
  type FanPoint,
  type MonteCarloStatistics,
} from "./monte-carlo-result.ts";
import { type PathMeasure, type PathOutcomes, simulateReal } from "./simulate-paths.ts";

/** What so many histories say together. */
export interface PathSummary {
  readonly statistics: MonteCarloStatistics;
  readonly fan: readonly FanPoint[];
  readonly distributions: Readonly<Record<DistributionId, Distribution>>;
}

interface Asked {
  readonly ruin: number;
  /** Before the first return, account currency. */
  readonly initialCapital: number;
}

const BINS = 60;
/** Left out of a histogram on each side: one history in a million would squeeze all others into one bin. */
const TAIL = 0.005;

/**
 * Quantiles, shares and places. A place is the share of histories with less, ties counted by half; `zero_variance` where all
 * histories have the same but for rounding, as permutations have the same return.
 */
export function summarizePaths(
  measure: PathMeasure,
  outcomes: PathOutcomes,
  { ruin, initialCapital }: Asked,
): PathSummary {
  const runs = outcomes.drawdown.length;
  const last = measure.points.length - 1;
  const real = simulateReal(measure);
  const finals = outcomes.values.subarray(last * runs, (last + 1) * runs).map(gainInCapitals);
  const columns = {
    return: columnOf(finals, gainInCapitals(real.values[last] ?? 1)),
    sharpe: columnOf(outcomes.sharpe, real.sharpe[0] ?? Number.NaN),
    drawdown: columnOf(outcomes.drawdown, real.drawdown[0] ?? Number.NaN),
  };
  const shareOf = (column: Float64Array, holds: (value: number) => boolean): Statistic =>
    measured(column.filter(holds).length / runs);
  return {
    statistics: {
      p_loss: shareOf(finals, (value) => value < 0),
      p_ruin: shareOf(outcomes.lowest, (value) => value <= ruin),
      return_p05: quantile(columns.return, 0.05),
      return_median: quantile(columns.return, 0.5),
      return_p95: quantile(columns.return, 0.95),
      return_place: placeOf(columns.return),
      sharpe_p05: quantile(columns.sharpe, 0.05),
      sharpe_median: quantile(columns.sharpe, 0.5),
      sharpe_p95: quantile(columns.sharpe, 0.95),
      sharpe_place: placeOf(columns.sharpe),
      drawdown_median: quantile(columns.drawdown, 0.5),
      drawdown_p95: quantile(columns.drawdown, 0.95),
      drawdown_p99: quantile(columns.drawdown, 0.99),
      drawdown_place: placeOf(columns.drawdown),
      runs: measured(runs),
    },
    fan: fanOf(measure, { outcomes, real, initialCapital }),
    distributions: {
      return: distributionOf(columns.return),
      sharpe: distributionOf(columns.sharpe),
      drawdown: distributionOf(columns.drawdown),
    },
  };
}

/** Final ÷ initial value − 1; what is beyond all numbers is the largest there is. */
function gainInCapitals(value: number): number {
  return Math.min(value, Number.MAX_VALUE) - 1;
}

interface Column {
  /** Ascending, without what is undefined. */
  readonly sorted: Float64Array;
  /** NaN where undefined. */
  readonly real: number;
}

function columnOf(values: Float64Array, real: number): Column {
  return { sorted: values.filter((value) => !Number.isNaN(value)).sort(), real };
}

function quantile({ sorted }: Column, probability: number): Statistic {
  return sorted.length === 0 ? unmeasured("zero_variance") : measured(quantileOfSorted(sorted, probability));
}

const SAME = 1e-9;

function placeOf({ sorted, real }: Column): Statistic {
  const [low = Number.NaN] = sorted;
  const high = sorted.at(-1) ?? Number.NaN;
  if (Number.isNaN(real) || !(high - low > SAME * Math.max(1, Math.abs(high)))) return unmeasured("zero_variance");
  const below = sorted.filter((value) => value < real).length;
  const equal = sorted.filter((value) => value === real).length;
  return measured((below + equal / 2) / sorted.length);
}

function distributionOf({ sorted, real }: Column): Distribution {
  const cut = Math.floor(sorted.length * TAIL);
  return {
    quantiles: sorted.length === 0 ? [] : DISTRIBUTION_PROBABILITIES.map((share) => quantileOfSorted(sorted, share)),
    real: Number.isNaN(real) ? null : real,
    histogram: histogram(sorted.subarray(cut, sorted.length - cut), BINS),
  };
}

interface FanParts {
  readonly outcomes: PathOutcomes;
  readonly real: PathOutcomes;
  readonly initialCapital: number;
}

function fanOf({ points }: PathMeasure, { outcomes, real, initialCapital }: FanParts): readonly FanPoint[] {
  const runs = outcomes.drawdown.length;
  const inMoney = (value: number): number => Math.min(value * initialCapital, Number.MAX_VALUE);
  const start = { after: 0, quantiles: FAN_PROBABILITIES.map(() => initialCapital), real: initialCapital };
  const later = Array.from(points, (after, point): FanPoint => {
    const sorted = outcomes.values.slice(point * runs, (point + 1) * runs).sort();
    return {
      after,
      quantiles: FAN_PROBABILITIES.map((share) => inMoney(quantileOfSorted(sorted, share))),
      real: inMoney(real.values[point] ?? 1),
    };
  });
  return [start, ...later];
}

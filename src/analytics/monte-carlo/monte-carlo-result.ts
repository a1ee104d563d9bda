import type { Histogram } from "../../core/numbers/histogram.ts";
import type { MonteCarloMethod, MonteCarloSource } from "../../core/spec/study-spec.ts";
import { isMap } from "../../core/values/document-shape.ts";
import type { Statistic } from "../statistic.ts";
import type { Verdict } from "../verdict.ts";
import { MONTE_CARLO_STATISTICS, type MonteCarloStatisticId } from "./monte-carlo-catalogue.ts";

/** What a Monte Carlo study leaves: plain JSON, kept as the output of its task. */
export interface MonteCarloResult {
  readonly study: "monte_carlo";
  /** Rises with every change that a reader has to know. */
  readonly version: 1;
  readonly method: MonteCarloMethod;
  readonly of: MonteCarloSource;
  readonly runs: number;
  /** Mean length of a block, in returns; null where there are no blocks. */
  readonly block: number | null;
  /** Of noisy bars, as a share of each bar's true range; null, or absent from before there was such noise, where returns are drawn. */
  readonly noise?: number | null;
  readonly seed: number;
  /** Share of the initial capital at which an account is ruined. */
  readonly ruin: number;
  /** What returns are of. */
  readonly unit: ReturnUnit;
  /** How many there are. */
  readonly returns: number;
  /** One sentence for people. */
  readonly verdict: string;
  readonly holds: Verdict;
  readonly statistics: MonteCarloStatistics;
  /** Quantiles of the account over time, at `FAN_PROBABILITIES`; from the initial capital on, at most `FAN_POINTS` + 1. */
  readonly fan: readonly FanPoint[];
  /** What `FanPoint` and `real` are in: account currency before the first return. */
  readonly initialCapital: number;
  readonly distributions: Readonly<Record<DistributionId, Distribution>>;
}

export type MonteCarloStatistics = Readonly<Record<MonteCarloStatisticId, Statistic>>;

export const RETURN_UNITS = ["bars", "days", "trades"] as const;
export type ReturnUnit = (typeof RETURN_UNITS)[number];

export const FAN_POINTS = 60;
export const FAN_PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface FanPoint {
  /** So many returns after the beginning. */
  readonly after: number;
  /** Account values, ascending. */
  readonly quantiles: readonly number[];
  /** What the account was. */
  readonly real: number;
}

export const DISTRIBUTIONS = ["return", "sharpe", "drawdown"] as const;
export type DistributionId = (typeof DISTRIBUTIONS)[number];

export const DISTRIBUTION_PROBABILITIES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Of one figure over the histories in which it is defined. */
export interface Distribution {
  /** At `DISTRIBUTION_PROBABILITIES`; empty where it is defined in none. */
  readonly quantiles: readonly number[];
  /** Of the history that was; null where undefined. */
  readonly real: number | null;
  /** Without the lowest and the highest half per cent. */
  readonly histogram: Histogram;
}

/** The output of a task as what it is; null when it is something else, or of a version that this one does not know. */
export function readMonteCarlo(output: unknown): MonteCarloResult | null {
  if (!isMap(output) || output["study"] !== "monte_carlo" || output["version"] !== 1) return null;
  const { statistics, fan, distributions, verdict } = output;
  const isWhole =
    isMap(statistics) &&
    MONTE_CARLO_STATISTICS.every(({ id }) => isMap(statistics[id])) &&
    Array.isArray(fan) &&
    isMap(distributions) &&
    DISTRIBUTIONS.every((id) => isMap(distributions[id])) &&
    typeof verdict === "string";
  return isWhole ? (output as unknown as MonteCarloResult) : null;
}

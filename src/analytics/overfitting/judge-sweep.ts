import { annualScale } from "../../core/metrics/annual-scale.ts";
import { momentsOf } from "../../core/numbers/moments.ts";
import { type PlateauInput, plateauScore } from "../ranking/plateau-score.ts";
import { type Statistic, type StatisticReason } from "../statistic.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import type { SweepStatisticId } from "../statistic-catalogue.ts";
import { backtestOverfitting } from "./backtest-overfitting.ts";
import type { BlockSums } from "./block-sums.ts";
import { deflatedSharpe, expectedMaximumSharpe } from "./deflated-sharpe.ts";
import { effectiveTrials, meanCorrelation } from "./effective-trials.ts";
import { excessSums } from "./excess-sums.ts";
import { minimumTrackRecord, probabilisticSharpe, type SharpeTrack } from "./probabilistic-sharpe.ts";

export interface SweepToJudge {
  /** Annual Sharpe ratio of every cell; NaN where undefined. */
  readonly sharpe: Float64Array;
  /** The cell that was picked. */
  readonly best: number;
  /** Population skewness and Pearson kurtosis of the picked cell's returns; null where undefined. */
  readonly skew: number | null;
  readonly kurtosis: number | null;
  /** Returns per cell: bars, or days where intraday equity is measured by day; and how many make a year. */
  readonly bars: number;
  readonly barsPerYear: number;
  /** Trials ever made on this data and strategy, this sweep included, from the ledger that only grows. */
  readonly trials: number;
  /** What a bar without risk earns; the ratios are of the returns above it. Default 0. */
  readonly riskFreePerBar?: number;
  /** Without it PBO and the effective number of trials are undefined. */
  readonly blockSums?: BlockSums;
  /** Why there are no block sums; default `not_computed`. */
  readonly unsummedBecause?: StatisticReason;
  /** Without it the plateau score is `not_computed`. */
  readonly plateau?: PlateauInput;
}

export type SweepJudgement = Readonly<Record<SweepStatisticId, Statistic>>;

/** Everything that keeps a reader honest about "best of N", for one sweep. `expected_max_sharpe` is per year. */
export function judgeSweep(sweep: SweepToJudge): SweepJudgement {
  const perBar = 1 / annualScale(sweep.barsPerYear);
  const track = trackOfBest(sweep, perBar);
  const trials = { count: sweep.trials, sharpeVariance: varianceOf(sweep.sharpe) * perBar * perBar };
  // One cell has no spread: what luck gave to the other trials cannot be told from it.
  const isSpreadKnown = sweep.trials <= 1 || sweep.sharpe.filter((value) => !Number.isNaN(value)).length > 1;
  const ofBest = (judge: (best: SharpeTrack) => Statistic) => (track ? judge(track) : unmeasured("not_computed"));
  const overfitting = sweep.blockSums && backtestOverfitting(excessOf(sweep, sweep.blockSums));
  const unsummed = unmeasured(sweep.unsummedBecause ?? "not_computed");
  return {
    psr: ofBest((best) => probabilisticSharpe(best)),
    dsr: ofBest((best) => (isSpreadKnown ? deflatedSharpe(best, trials) : unmeasured("too_few_cells"))),
    expected_max_sharpe: isSpreadKnown ? measured(expectedMaximumSharpe(trials) / perBar) : unmeasured("too_few_cells"),
    min_track_record: ofBest((best) => minimumTrackRecord(best)),
    trials: measured(sweep.trials),
    effective_trials: sweep.blockSums
      ? measured(effectiveTrials(sweep.trials, meanCorrelation(sweep.blockSums)))
      : unsummed,
    pbo: overfitting?.pbo ?? unsummed,
    loss_probability: overfitting?.lossProbability ?? unsummed,
    plateau_score: sweep.plateau ? plateauScore(sweep.plateau) : unmeasured("not_computed"),
  };
}

/** Cells are chosen by the returns above the risk-free rate, inside a split as in the whole. */
function excessOf({ bars, riskFreePerBar = 0 }: SweepToJudge, blockSums: BlockSums): BlockSums {
  return riskFreePerBar === 0 ? blockSums : excessSums(blockSums, bars, riskFreePerBar);
}

function trackOfBest({ sharpe, best, skew, kurtosis, bars }: SweepToJudge, perBar: number): SharpeTrack | null {
  const annual = sharpe[best] ?? Number.NaN;
  if (Number.isNaN(annual) || skew === null || kurtosis === null) return null;
  return { sharpe: annual * perBar, observations: bars, skew, kurtosis };
}

/** Sample variance of the defined values; 0 below two of them. */
function varianceOf(values: Float64Array): number {
  const { count, sum2 } = momentsOf(values.filter((value) => !Number.isNaN(value)));
  return count < 2 ? 0 : sum2 / (count - 1);
}

import { type Statistic } from "../statistic.ts";
import { unmeasured } from "../../core/metrics/measured.ts";
import { normalQuantile } from "./normal-distribution.ts";
import { probabilisticSharpe, type SharpeTrack } from "./probabilistic-sharpe.ts";

const EULER = 0.5772156649015329;

/**
 * Expected largest of `count` independent unit normal variables, (1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e)) (Bailey &
 * López de Prado 2014); 0 for a single one. `count` need not be whole: effective numbers of trials are not.
 */
export function expectedMaximum(count: number): number {
  if (count <= 1) return 0;
  return -(1 - EULER) * normalQuantile(1 / count) - EULER * normalQuantile(1 / (count * Math.E));
}

/** What was tried before this ratio was picked. */
export interface Trials {
  /** Every trial ever made on this data and strategy, from the ledger; or an effective number. */
  readonly count: number;
  /** Variance (n − 1) of the Sharpe ratios per bar over the trials. */
  readonly sharpeVariance: number;
}

/** The Sharpe ratio per bar that the best of these trials has by luck alone: √V·E[max]. */
export function expectedMaximumSharpe({ count, sharpeVariance }: Trials): number {
  return Math.sqrt(sharpeVariance) * expectedMaximum(count);
}

/**
 * Deflated Sharpe ratio (Bailey & López de Prado 2014): the probability that the true ratio exceeds what luck gives to
 * the best of the trials; the PSR against `expectedMaximumSharpe`. 0…1; below 0.95 the pick proves nothing.
 * `too_few_bars` below two observations, `too_few_cells` without a trial.
 */
export function deflatedSharpe(track: SharpeTrack, trials: Trials): Statistic {
  if (trials.count < 1) return unmeasured("too_few_cells");
  return probabilisticSharpe(track, expectedMaximumSharpe(trials));
}

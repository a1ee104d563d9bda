import { shapeOf } from "../../core/metrics/shape.ts";
import { arithmeticSharpe } from "../../core/metrics/sharpe.ts";
import { centralMomentsOf, spreadOf } from "../../core/numbers/moments.ts";
import { type Statistic } from "../statistic.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import { normalCdf, normalQuantile } from "./normal-distribution.ts";

/** What a Sharpe ratio was measured on. All per observation (bar), never per year. */
export interface SharpeTrack {
  /** Mean ÷ standard deviation of the returns of one bar: the annual ratio ÷ √barsPerYear. */
  readonly sharpe: number;
  /** Number of returns. */
  readonly observations: number;
  /** Population skewness. */
  readonly skew: number;
  /** Population kurtosis after Pearson: 3 for normal returns, not 0. */
  readonly kurtosis: number;
}

/** The track of a return series, or null when the returns do not vary or are fewer than two. */
export function sharpeTrackOf(returns: Float64Array): SharpeTrack | null {
  const spread = spreadOf(returns);
  const sharpe = arithmeticSharpe(spread, 1).value;
  const { skew, kurtosis } = shapeOf(spread.count, centralMomentsOf(returns));
  if (sharpe === null || skew.value === null || kurtosis.value === null) return null;
  return { sharpe, observations: spread.count, skew: skew.value, kurtosis: kurtosis.value };
}

/**
 * Variance of the Sharpe estimator × (n − 1), for returns that need not be normal (Mertens 2002):
 * 1 − γ₃·SR + (γ₄ − 1)/4·SR².
 */
function estimatorVariance({ sharpe, skew, kurtosis }: SharpeTrack): number {
  return 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe;
}

/**
 * Probabilistic Sharpe ratio (Bailey & López de Prado 2012): the probability that the true ratio exceeds `benchmark`,
 * Φ((SR − SR*)·√(n − 1) ÷ √(1 − γ₃SR + (γ₄ − 1)/4·SR²)). 0…1. `too_few_bars` below two observations.
 *
 * @param benchmark a Sharpe ratio per bar
 */
export function probabilisticSharpe(track: SharpeTrack, benchmark = 0): Statistic {
  if (track.observations < 2) return unmeasured("too_few_bars");
  const deviation = Math.sqrt(estimatorVariance(track) / (track.observations - 1));
  return measured(normalCdf((track.sharpe - benchmark) / deviation));
}

export interface TrackRecordOptions {
  /** A Sharpe ratio per bar; default 0. */
  readonly benchmark?: number;
  /** 0…1; default 0.95. */
  readonly confidence?: number;
}

/**
 * Minimum track record length (Bailey & López de Prado 2012): bars that this Sharpe ratio must last to beat
 * `benchmark` with `confidence`: 1 + variance·(z ÷ (SR − SR*))². `not_computed` for a ratio that does not exceed
 * the benchmark: no length would do.
 */
export function minimumTrackRecord(track: SharpeTrack, options: TrackRecordOptions = {}): Statistic {
  const excess = track.sharpe - (options.benchmark ?? 0);
  if (excess <= 0) return unmeasured("not_computed");
  const z = -normalQuantile(1 - (options.confidence ?? 0.95));
  return measured(1 + estimatorVariance(track) * (z / excess) ** 2);
}

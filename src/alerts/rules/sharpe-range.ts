import { normalQuantile } from "../../analytics/overfitting/normal-distribution.ts";
import type { NightFigures } from "../alert-facts.ts";

/** Where the true Sharpe ratio lies with 90 %: 5 % below `low`, 5 % above `high`. */
export interface SharpeRange {
  readonly low: number;
  readonly high: number;
}

/** Of one side; the confidence that the literature asks of PSR. */
const ONE_SIDED = 0.95;
/** A PSR so near to 1 that a double has no room for the difference; the range is then taken wider than it is. */
const LARGEST_SCORE = 8;

/**
 * The range of the best cell's Sharpe ratio that its PSR stands for. PSR is Φ(SR ÷ σ) with σ the standard error of the ratio
 * (Bailey & López de Prado 2012), so that σ = SR ÷ Φ⁻¹(PSR), skew, fat tails and length included; `x` lies below the range
 * exactly when the PSR against `x` is above 95 %.
 *
 * @returns the range, or the reason why there is none
 */
export function sharpeRange({ best, judgement }: NightFigures): SharpeRange | string {
  const sharpe = best?.metrics.sharpe ?? null;
  if (best === null || sharpe === null) return `sharpe is undefined: ${best?.reasons.sharpe ?? "no cell succeeded"}`;
  if (judgement === null) return "psr is unknown: the backtest was not judged";
  const { value: psr, reason } = judgement.psr;
  if (psr === null) return `psr is undefined: ${reason}`;
  const score = Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, normalQuantile(psr)));
  const deviation = sharpe / score;
  if (!Number.isFinite(deviation) || deviation <= 0) return "the error of sharpe cannot be told from its psr";
  const half = normalQuantile(ONE_SIDED) * deviation;
  return { low: sharpe - half, high: sharpe + half };
}

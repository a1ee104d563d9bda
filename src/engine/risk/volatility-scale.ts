import { portfolioReturns } from "./portfolio-returns.ts";

/**
 * By what a portfolio must be scaled down for its volatility over the last 60 bars to be `perBar` (standard
 * deviation of a bar's return, ddof 1). Never above 1, and 1 when fewer than 20 returns are known.
 */
export function volatilityScale(
  closes: readonly Float64Array[],
  weights: ArrayLike<number>,
  bar: number,
  perBar: number,
): number {
  const returns = portfolioReturns(closes, weights, bar);
  if (returns === null) return 1;
  const mean = returns.reduce((total, r) => total + r, 0) / returns.length;
  const squares = returns.reduce((total, r) => total + (r - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (returns.length - 1));
  return deviation > perBar ? perBar / deviation : 1;
}

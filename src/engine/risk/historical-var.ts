import { portfolioReturns } from "./portfolio-returns.ts";

const TAIL = 0.05;

/**
 * One-bar value at risk (95 %, historical, linear interpolation) of a portfolio with fixed weights, as a positive
 * fraction of its value: the loss that 5 % of the last 60 bars exceeded. Only closes up to `bar` are used.
 *
 * @returns 0 when the tail is a gain, or when fewer than 20 returns are known
 */
export function historicalVar(closes: readonly Float64Array[], weights: ArrayLike<number>, bar: number): number {
  const returns = portfolioReturns(closes, weights, bar)?.toSorted((a, b) => a - b);
  if (returns === undefined) return 0;
  const rank = TAIL * (returns.length - 1);
  const below = returns[Math.floor(rank)] ?? 0;
  const above = returns[Math.ceil(rank)] ?? 0;
  return Math.max(0, -(below + (rank - Math.floor(rank)) * (above - below)));
}

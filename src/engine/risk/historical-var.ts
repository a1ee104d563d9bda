/** Returns that a value at risk is measured on; with fewer than `FEWEST` there is no measure. */
const WINDOW = 60;
const FEWEST = 20;
const TAIL = 0.05;

/**
 * One-bar value at risk (95 %, historical, linear interpolation) of a portfolio with fixed weights, as a positive
 * fraction of its value: the loss that 5 % of the last 60 bars exceeded. Only closes up to `bar` are used.
 *
 * @param closes per asset, without gaps once it has begun
 * @param weights share of each asset, negative for short
 * @returns 0 when the tail is a gain, or when fewer than 20 returns are known
 */
export function historicalVar(closes: readonly Float64Array[], weights: ArrayLike<number>, bar: number): number {
  const returns: number[] = [];
  for (let at = Math.max(1, bar - WINDOW + 1); at <= bar; at++) {
    let total = 0;
    for (const [asset, close] of closes.entries()) {
      const weight = weights[asset] ?? 0;
      if (weight !== 0) total += weight * ((close[at] ?? Number.NaN) / (close[at - 1] ?? Number.NaN) - 1);
    }
    if (!Number.isNaN(total)) returns.push(total);
  }
  if (returns.length < FEWEST) return 0;
  returns.sort((a, b) => a - b);
  const rank = TAIL * (returns.length - 1);
  const below = returns[Math.floor(rank)] ?? 0;
  const above = returns[Math.ceil(rank)] ?? 0;
  return Math.max(0, -(below + (rank - Math.floor(rank)) * (above - below)));
}

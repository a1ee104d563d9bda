/** Returns that risk is measured on; with fewer than FEWEST there is no measure. */
const WINDOW = 60;
const FEWEST = 20;

/**
 * What a portfolio of fixed weights would have returned in each of the last 60 bars up to `bar`; bars in which
 * one of its assets has no price are left out.
 *
 * @param closes per asset, without gaps once it has begun
 * @param weights share of each asset, negative for short
 * @returns null when fewer than 20 returns are known
 */
export function portfolioReturns(
  closes: readonly Float64Array[],
  weights: ArrayLike<number>,
  bar: number,
): readonly number[] | null {
  const returns: number[] = [];
  for (let at = Math.max(1, bar - WINDOW + 1); at <= bar; at++) {
    let total = 0;
    for (const [asset, close] of closes.entries()) {
      const weight = weights[asset] ?? 0;
      if (weight !== 0) total += weight * ((close[at] ?? Number.NaN) / (close[at - 1] ?? Number.NaN) - 1);
    }
    if (!Number.isNaN(total)) returns.push(total);
  }
  return returns.length < FEWEST ? null : returns;
}

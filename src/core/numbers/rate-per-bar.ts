/** The return per bar that compounds to `annualRate` (0.02 is 2 %) over a year of `barsPerYear` bars; exactly 0 for 0. */
export function ratePerBar(annualRate: number, barsPerYear: number): number {
  return (1 + annualRate) ** (1 / barsPerYear) - 1;
}

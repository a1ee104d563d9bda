/** Bars at which a portfolio is set anew: every `period` bars, the first when the warm-up is over. */
export function rebalanceBars(barCount: number, warmup: number, period: number): Uint8Array {
  return Uint8Array.from({ length: barCount }, (_, bar) => (bar >= warmup && (bar - warmup) % period === 0 ? 1 : 0));
}

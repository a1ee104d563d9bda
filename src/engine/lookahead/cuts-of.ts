const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Numbers of first bars to be known in each trial, 2…bars−1, without repetition: steps of the golden ratio, which
 * spread well however many there are, and keep no pace with weeks or months.
 */
export function cutsOf(bars: number, count: number): readonly number[] {
  const room = bars - 2;
  if (room <= 0) return [];
  const cuts = Array.from({ length: count }, (_, index) => 2 + Math.floor(((index + 1) * GOLDEN * room) % room));
  return [...new Set(cuts)];
}

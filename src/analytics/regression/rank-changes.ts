/** How an order of cells changed. */
export interface RankChange {
  /** Spearman's ρ of the two orders, −1 … 1; null for fewer than two cells. */
  readonly correlation: number | null;
  /** How many of the first cells before are among the first after … */
  readonly kept: number;
  /** … of so many. */
  readonly top: number;
}

const TOP = 10;

/**
 * Both orders are of the same cells, so there are no ties, and ρ = 1 − 6 Σd² ÷ (n³ − n).
 *
 * @param before rank of each cell, 1 for the best; `after` is of the same cells in the same order
 */
export function rankChanges(before: Int32Array, after: Int32Array, top = TOP): RankChange {
  const cells = before.length;
  let squares = 0;
  let kept = 0;
  for (let index = 0; index < cells; index++) {
    const [old = 0, now = 0] = [before[index], after[index]];
    squares += (old - now) ** 2;
    if (old <= top && now <= top) kept += 1;
  }
  const correlation = cells < 2 ? null : 1 - (6 * squares) / (cells ** 3 - cells);
  return { correlation, kept, top: Math.min(top, cells) };
}

/** Ranks among some cells. @param order all cells, the best first @param place position of each cell, −1 for one that does not count */
export function ranksAmong(order: Int32Array, place: Int32Array, count: number): Int32Array {
  const ranks = new Int32Array(count);
  let rank = 0;
  for (const cell of order) {
    const at = place[cell] ?? -1;
    if (at < 0) continue;
    rank += 1;
    ranks[at] = rank;
  }
  return ranks;
}

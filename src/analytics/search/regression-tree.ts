/** A leaf of a tree over the unit cube: a box, and what the tree says of every point in it. */
export interface Leaf {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly value: number;
}

export interface TreeData {
  /** One column per axis, numbers in [0, 1]. */
  readonly columns: readonly Float64Array[];
  readonly scores: Float64Array;
}

interface Split {
  readonly axis: number;
  readonly at: number;
}

/**
 * The leaves of a regression tree (CART, Breiman et al. 1984): each box is cut where that lowers the sum of squares most, half-way
 * between two values, as long as both sides keep `minLeaf` rows.
 *
 * @param rows of `data`, with repetition for a bootstrap; at least one
 */
export function growTree(data: TreeData, rows: Int32Array, minLeaf: number): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const open = [{ rows, low: data.columns.map(() => 0), high: data.columns.map(() => 1) }];
  for (let box = open.pop(); box !== undefined; box = open.pop()) {
    const { low, high } = box;
    const split = bestSplit(data, box.rows, minLeaf);
    if (split === null) {
      leaves.push({ low, high, value: meanOf(data.scores, box.rows) });
      continue;
    }
    const { axis, at } = split;
    const isBelow = (row: number): boolean => (data.columns[axis]?.[row] ?? 0) <= at;
    open.push(
      { rows: box.rows.filter(isBelow), low, high: high.with(axis, at) },
      { rows: box.rows.filter((row) => !isBelow(row)), low: low.with(axis, at), high },
    );
  }
  return leaves;
}

function bestSplit({ columns, scores }: TreeData, rows: Int32Array, minLeaf: number): Split | null {
  if (rows.length < 2 * minLeaf) return null;
  const mean = meanOf(scores, rows);
  let best: Split | null = null;
  // Rounding alone is no gain.
  let most = 1e-12 * rows.reduce((sum, row) => sum + ((scores[row] ?? 0) - mean) ** 2, 0);
  for (const [axis, column] of columns.entries()) {
    const order = rows.toSorted((a, b) => (column[a] ?? 0) - (column[b] ?? 0));
    let sum = 0;
    for (let left = 1; left <= order.length - minLeaf; left++) {
      sum += (scores[order[left - 1] ?? 0] ?? 0) - mean;
      const [own = 0, next = 0] = [column[order[left - 1] ?? 0], column[order[left] ?? 0]];
      if (left < minLeaf || own === next) continue;
      // Both sides have the same sum but for its sign, since the mean was taken off.
      const gain = (sum * sum) / left + (sum * sum) / (order.length - left);
      if (gain > most) [most, best] = [gain, { axis, at: (own + next) / 2 }];
    }
  }
  return best;
}

function meanOf(scores: Float64Array, rows: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < rows.length; at++) sum += scores[rows[at] ?? 0] ?? 0;
  return sum / rows.length;
}

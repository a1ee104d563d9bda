import { createRandom } from "../resampling/random.ts";
import { growTree, type Leaf, type TreeData } from "./regression-tree.ts";

const TREES = 32;
const MIN_LEAF = 3;
/** Rows of each bootstrap; a tree of more says hardly anything else. */
const MOST_ROWS = 2000;

/**
 * How much of the variance of the score each axis explains by itself: functional ANOVA (Hutter, Hoos & Leyton-Brown 2014) of a forest of
 * 32 regression trees, each grown on a bootstrap of the rows; what is left over belongs to axes together. Unlike a correlation it
 * sees any shape, and unlike the rows it weighs all values of the axes alike, however a search has gathered at the best of them.
 *
 * @param data finite scores
 * @returns a share per axis, 0…1 and together at most 1; null for fewer than 10 rows, and where the scores do not differ
 */
export function fanovaShares(data: TreeData, seed = 0): readonly number[] | null {
  const { length } = data.scores;
  if (length < 10) return null;
  const shares = data.columns.map(() => 0);
  let trees = 0;
  for (let tree = 0; tree < TREES; tree++) {
    const random = createRandom(seed, tree);
    const rows = Int32Array.from({ length: Math.min(length, MOST_ROWS) }, () => random.nextBelow(length));
    const own = treeShares(growTree(data, rows, MIN_LEAF), data.columns.length);
    if (own === null) continue;
    trees += 1;
    for (const [axis, share] of own.entries()) shares[axis] = (shares[axis] ?? 0) + share;
  }
  return trees === 0 ? null : shares.map((sum) => sum / trees);
}

/** The shares of one tree over the unit cube; null when it says the same everywhere. */
export function treeShares(leaves: readonly Leaf[], axes: number): readonly number[] | null {
  const volumes = leaves.map(({ low, high }) =>
    high.reduce((product, end, axis) => product * (end - (low[axis] ?? 0)), 1),
  );
  const mean = leaves.reduce((sum, { value }, at) => sum + value * (volumes[at] ?? 0), 0);
  const variance = leaves.reduce((sum, { value }, at) => sum + (value - mean) ** 2 * (volumes[at] ?? 0), 0);
  if (!(variance > 1e-300)) return null;
  return Array.from({ length: axes }, (_, axis) => marginalVariance(leaves, volumes, { axis, mean }) / variance);
}

/** Variance of the mean over all other axes, which is a step function: each leaf adds to it from one of its ends to the other. */
function marginalVariance(
  leaves: readonly Leaf[],
  volumes: readonly number[],
  { axis, mean }: { readonly axis: number; readonly mean: number },
): number {
  const steps = leaves.flatMap(({ low, high, value }, at) => {
    const [from = 0, to = 1] = [low[axis], high[axis]];
    const height = ((value - mean) * (volumes[at] ?? 0)) / (to - from);
    return [
      { at: from, height },
      { at: to, height: -height },
    ];
  });
  steps.sort((a, b) => a.at - b.at);
  let [variance, height, before] = [0, 0, 0];
  for (const step of steps) {
    variance += height * height * (step.at - before);
    height += step.height;
    before = step.at;
  }
  return variance;
}

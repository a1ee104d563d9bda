import { arithmeticSharpe } from "../../core/metrics/sharpe.ts";
import { groupSplits, SEGMENTS_OF_GROUP, trainedSegments } from "./group-splits.ts";

/** What of each cell is known: sums of its returns, segment by segment, as `segmentStarts` cuts them. */
export interface CpcvInput {
  readonly groups: number;
  readonly test: number;
  /** Per segment, per cell: Σr and Σr². */
  readonly sums: readonly Float64Array[];
  readonly squares: readonly Float64Array[];
  /** Returns of each segment. */
  readonly lengths: readonly number[];
  /** Whether a cell may be chosen; one that failed may not. */
  readonly competes: (cell: number) => boolean;
  readonly perYear: number;
  /** Taken off the mean of each return. */
  readonly riskFree: number;
}

export interface CpcvSplit {
  readonly tested: readonly number[];
  /** −1 when no cell had a Sharpe ratio to be chosen by. */
  readonly cell: number;
  /** Annual Sharpe ratios of the chosen cell; NaN where undefined. */
  readonly trained: number;
  readonly outside: number;
  /** Rank of the chosen cell among all that compete, by what they did in the tested groups, ÷ (cells + 1): 1 is best. NaN where undefined. */
  readonly rank: number;
}

export interface CpcvPaths {
  readonly splits: readonly CpcvSplit[];
  /** Annual Sharpe ratio of each path; NaN where undefined, such as of a path with a split in which no cell was chosen. */
  readonly paths: Float64Array;
}

/**
 * Chooses in each split the cell with the best Sharpe ratio over what is left when the tested groups, and what is purged
 * around them, are out; equal ones: the first. Each path joins the tested groups of the cells that were chosen without them.
 *
 * @param pause lets other work have its turn, before each split
 */
export async function crossValidate(input: CpcvInput, pause: () => Promise<unknown>): Promise<CpcvPaths> {
  const { groups, test, sums, squares, lengths } = input;
  const { tested, paths } = groupSplits(groups, test);
  const splits: CpcvSplit[] = [];
  for (const split of tested) {
    await pause();
    splits.push(judgeSplit(input, split));
  }
  const sharpes = Float64Array.from(paths, (path) => {
    let [count, sum, square] = [0, 0, 0];
    for (const [group, split] of path.entries()) {
      const cell = splits[split]?.cell ?? -1;
      if (cell < 0) return Number.NaN;
      for (let part = 0; part < SEGMENTS_OF_GROUP; part++) {
        const segment = group * SEGMENTS_OF_GROUP + part;
        count += lengths[segment] ?? 0;
        sum += sums[segment]?.[cell] ?? Number.NaN;
        square += squares[segment]?.[cell] ?? Number.NaN;
      }
    }
    return sharpeOf({ count, sum, square }, input);
  });
  return { splits, paths: sharpes };
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly square: number;
}

function judgeSplit(input: CpcvInput, tested: readonly number[]): CpcvSplit {
  const cells = input.sums[0]?.length ?? 0;
  const trained = sharpesOf(input, trainedSegments(tested, input.groups));
  let best = -1;
  for (let cell = 0; cell < cells; cell++) {
    const own = trained[cell] ?? Number.NaN;
    if (!Number.isNaN(own) && (best < 0 || own > (trained[best] ?? 0)) && input.competes(cell)) best = cell;
  }
  if (best < 0) return { tested, cell: -1, trained: Number.NaN, outside: Number.NaN, rank: Number.NaN };
  const outside = sharpesOf(
    input,
    tested.flatMap((group) => [0, 1, 2].map((part) => group * SEGMENTS_OF_GROUP + part)),
  );
  const own = outside[best] ?? Number.NaN;
  return { tested, cell: best, trained: trained[best] ?? Number.NaN, outside: own, rank: rankOf(own, outside, input) };
}

/** Ties share the mean rank. A cell that did nothing has returned 0. */
function rankOf(own: number, all: Float64Array, { competes }: CpcvInput): number {
  const mine = Number.isNaN(own) ? 0 : own;
  let [below, equal, count] = [0, 0, 0];
  for (let cell = 0; cell < all.length; cell++) {
    if (!competes(cell)) continue;
    const other = Number.isNaN(all[cell] ?? Number.NaN) ? 0 : (all[cell] ?? 0);
    count += 1;
    if (other < mine) below += 1;
    else if (other === mine) equal += 1;
  }
  return count < 2 ? Number.NaN : (below + (equal + 1) / 2) / (count + 1);
}

function sharpesOf(input: CpcvInput, segments: readonly number[]): Float64Array {
  const cells = input.sums[0]?.length ?? 0;
  const [sum, square] = [new Float64Array(cells), new Float64Array(cells)];
  let count = 0;
  for (const segment of segments) {
    count += input.lengths[segment] ?? 0;
    const [of, squaresOf] = [input.sums[segment], input.squares[segment]];
    if (of === undefined || squaresOf === undefined) continue;
    for (let cell = 0; cell < cells; cell++) {
      sum[cell] = (sum[cell] ?? 0) + (of[cell] ?? Number.NaN);
      square[cell] = (square[cell] ?? 0) + (squaresOf[cell] ?? Number.NaN);
    }
  }
  for (let cell = 0; cell < cells; cell++) {
    sum[cell] = sharpeOf({ count, sum: sum[cell] ?? Number.NaN, square: square[cell] ?? Number.NaN }, input);
  }
  return sum;
}

/** Below this share of Σr² the variance is what rounding has left of 0. */
const ROUNDING = 1e-12;

function sharpeOf({ count, sum, square }: Sums, { perYear, riskFree }: CpcvInput): number {
  if (count < 2) return Number.NaN;
  const mean = sum / count;
  const spread = square - count * mean * mean;
  const deviation = spread > ROUNDING * square ? Math.sqrt(spread / (count - 1)) : 0;
  return arithmeticSharpe({ count, mean, deviation }, perYear, riskFree).value ?? Number.NaN;
}

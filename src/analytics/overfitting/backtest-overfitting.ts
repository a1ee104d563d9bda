import { type Statistic } from "../statistic.ts";
import { measured, unmeasured } from "../../core/metrics/measured.ts";
import { halfSplits } from "./block-splits.ts";
import type { BlockSums } from "./block-sums.ts";
import { type SplitSums, splitSumsOf, sumsOfCell } from "./split-sums.ts";

/** What combinatorially symmetric cross-validation says of "take the best cell". */
export interface BacktestOverfitting {
  /** Probability of backtest overfitting, 0…1: how often the best cell in sample is no better than the median outside. */
  readonly pbo: Statistic;
  /** Share of the splits in which the best cell in sample loses money outside, 0…1. */
  readonly lossProbability: Statistic;
  /** Number of ways to choose half of the blocks that were looked at. */
  readonly splits: number;
}

/** Cells × splits: about half a second. All 12,870 splits of 16 blocks up to 5,000 cells. */
const MOST_WORK = 5_000 * 12_870;

/**
 * PBO by CSCV (Bailey, Borwein, López de Prado & Zhu 2017). For every choice of half of the blocks: take the cell with
 * the best Sharpe ratio there, rank it among all cells on the other half; overfit when its relative rank
 * rank ÷ (cells + 1) is at most ½. Ties share the mean rank; the first of equal best cells is taken.
 *
 * Works from block sums, never from a return matrix. Ranks by s·|s| ÷ q (s = Σr, q = Σr²), which grows with the Sharpe
 * ratio on the same bars, and compares fractions crosswise: no root and no division in the inner loops.
 * A cell without a return in a split has a ratio of 0 there. Above 5,000 cells only as many splits are looked at as
 * keep the time the same. `too_few_cells` below two cells.
 */
export function backtestOverfitting(blockSums: BlockSums): BacktestOverfitting {
  const inside = halfSplits(blockSums.blocks, MOST_WORK / blockSums.cells);
  const splits = inside.length;
  if (blockSums.cells < 2) {
    return { pbo: unmeasured("too_few_cells"), lossProbability: unmeasured("too_few_cells"), splits };
  }
  const allBlocks = 2 ** blockSums.blocks - 1;
  const outside = inside.map((mask) => allBlocks ^ mask);
  const best = emptyPicks(splits);
  for (const chunk of splitSumsOf(blockSums)) improveBest(chunk, inside, best);
  moveOutside(blockSums, outside, best);
  const ranks = new Int32Array(splits).fill(1);
  for (const chunk of splitSumsOf(blockSums)) addDoubledRanks(chunk, outside, { best, ranks });
  return {
    pbo: measured(ranks.filter((doubled) => doubled <= blockSums.cells + 1).length / splits),
    lossProbability: measured(best.score.filter((score) => score < 0).length / splits),
    splits,
  };
}

/** One cell per split, with its score s·|s| and its squares q. */
interface Picks {
  readonly cell: Int32Array;
  readonly score: Float64Array;
  readonly squares: Float64Array;
}

function emptyPicks(splits: number): Picks {
  return {
    cell: new Int32Array(splits),
    score: new Float64Array(splits).fill(Number.NEGATIVE_INFINITY),
    squares: new Float64Array(splits).fill(1),
  };
}

/** Replaces the pick of each split by a better cell of the chunk. */
function improveBest(chunk: SplitSums, masks: Int32Array, best: Picks): void {
  const { cells, half, lowerSum, lowerSquares, upperSum, upperSquares } = chunk;
  for (let split = 0; split < masks.length; split++) {
    const mask = masks[split] ?? 0;
    const lower = (mask & (2 ** half - 1)) * cells;
    const upper = (mask >>> half) * cells;
    let cell = best.cell[split] ?? 0;
    let score = best.score[split] ?? 0;
    let squares = best.squares[split] ?? 0;
    for (let i = 0; i < cells; i++) {
      const sum = (lowerSum[lower + i] ?? 0) + (upperSum[upper + i] ?? 0);
      const q = (lowerSquares[lower + i] ?? 0) + (upperSquares[upper + i] ?? 0);
      const own = sum * Math.abs(sum);
      if (own * squares > score * q) {
        cell = chunk.firstCell + i;
        score = own;
        squares = q;
      }
    }
    best.cell[split] = cell;
    best.score[split] = score;
    best.squares[split] = squares;
  }
}

/** Scores the picks on other blocks. */
function moveOutside(blockSums: BlockSums, masks: Int32Array, best: Picks): void {
  for (let split = 0; split < masks.length; split++) {
    const { sum, squares } = sumsOfCell(blockSums, best.cell[split] ?? 0, masks[split] ?? 0);
    best.score[split] = sum * Math.abs(sum);
    best.squares[split] = squares;
  }
}

/** The top bit of these words is the sign of the double that they belong to. */
const [HIGH_WORD_BELOW, HIGH_WORD_ABOVE] = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? [1, 3] : [0, 2];

/**
 * Adds 2·(cells below the pick) + (cells equal to it), as cells + below − above, to the rank of each split. Signs are
 * read from the bits: outside the sample a comparison is a coin toss, and mispredicted branches cost 2.7 times as much.
 */
function addDoubledRanks(
  chunk: SplitSums,
  masks: Int32Array,
  { best, ranks }: { readonly best: Picks; readonly ranks: Int32Array },
): void {
  const { cells, half, lowerSum, lowerSquares, upperSum, upperSquares } = chunk;
  const differences = new Float64Array(2);
  const words = new Int32Array(differences.buffer);
  for (let split = 0; split < masks.length; split++) {
    const mask = masks[split] ?? 0;
    const lower = (mask & (2 ** half - 1)) * cells;
    const upper = (mask >>> half) * cells;
    const score = best.score[split] ?? 0;
    const squares = best.squares[split] ?? 0;
    let doubled = cells;
    for (let i = 0; i < cells; i++) {
      const sum = (lowerSum[lower + i] ?? 0) + (upperSum[upper + i] ?? 0);
      const q = (lowerSquares[lower + i] ?? 0) + (upperSquares[upper + i] ?? 0);
      const own = sum * Math.abs(sum) * squares;
      const picked = score * q;
      differences[0] = own - picked;
      differences[1] = picked - own;
      doubled += ((words[HIGH_WORD_BELOW] ?? 0) >>> 31) - ((words[HIGH_WORD_ABOVE] ?? 0) >>> 31);
    }
    ranks[split] = (ranks[split] ?? 0) + doubled;
  }
}

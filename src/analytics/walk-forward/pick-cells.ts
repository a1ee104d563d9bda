import type { Better } from "../../core/metrics/metric-info.ts";
import type { Selection } from "../../core/spec/study-spec.ts";
import { rankCells } from "../ranking/rank-cells.ts";

export interface PickRequest {
  /** The objective of every cell in sample; NaN where it does not compete, infinite where it is better than every number. */
  readonly scores: Float64Array;
  readonly better: Better;
  readonly select: Selection;
  /** How many `top_mean` picks. */
  readonly topN: number;
  /** The cells at most one step away on every axis, the cell itself not among them; read for `plateau` alone. */
  readonly neighboursOf: (cell: number) => Int32Array;
}

/**
 * The cells that a window trades, best first; none when no cell competes. Equal ones: the first.
 *
 * - `best`: the one with the best score.
 * - `plateau`: the one with the best mean score of itself and its neighbours, in which neighbours that do not compete count like
 *   the worst cell that does: a peak beside cells that never traded is no plateau.
 * - `top_mean`: the best `topN`, or as many as compete.
 */
export function pickCells(request: PickRequest): Int32Array {
  const { scores, better, select, topN } = request;
  switch (select) {
    case "best":
      return ranked(scores, better, 1);
    case "top_mean":
      return ranked(scores, better, topN);
    case "plateau":
      return ranked(plateauMeans(request), better, 1);
  }
}

function ranked(scores: Float64Array, better: Better, most: number): Int32Array {
  return rankCells(scores, better, most).filter((cell) => !Number.isNaN(scores[cell] ?? Number.NaN));
}

function plateauMeans({ scores, better, neighboursOf }: PickRequest): Float64Array {
  const numbers = scores.filter(Number.isFinite);
  const low = numbers.reduce((least, value) => Math.min(least, value), numbers[0] ?? 0);
  const high = numbers.reduce((most, value) => Math.max(most, value), numbers[0] ?? 0);
  const worst = better === "higher" ? low : high;
  const held = scores.map((value) => (Number.isNaN(value) ? worst : Math.min(Math.max(value, low), high)));
  return scores.map((own, cell) => {
    if (Number.isNaN(own)) return Number.NaN;
    const around = neighboursOf(cell);
    let sum = held[cell] ?? worst;
    for (const other of around) sum += held[other] ?? worst;
    return sum / (around.length + 1);
  });
}

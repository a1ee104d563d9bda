import type { Better } from "../../core/metrics/metric-info.ts";

/** A trial that was better than all before it. */
export interface Improvement {
  /** Its place among the trials, from 0. */
  readonly trial: number;
  readonly score: number;
}

/** How the best score came about, trial by trial: the first one with a number, and each that beats the best before it. */
export function improvements(scores: ArrayLike<number>, better: Better): readonly Improvement[] {
  const sign = better === "lower" ? -1 : 1;
  const found: Improvement[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (let trial = 0; trial < scores.length; trial++) {
    const score = scores[trial] ?? Number.NaN;
    if (!Number.isFinite(score) || sign * score <= best) continue;
    best = sign * score;
    found.push({ trial, score });
  }
  return found;
}

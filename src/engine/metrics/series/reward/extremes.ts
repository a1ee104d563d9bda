import { type Measured, measured, unmeasured } from "../../../../core/metrics/measured.ts";

/** Best, worst and share above zero of the returns of bars, months or years. */
export interface Extremes {
  readonly best: Measured;
  readonly worst: Measured;
  /** 0…1; a return of exactly 0 does not count. */
  readonly positive: Measured;
}

/** All `too_few_bars` without a return. */
export function extremesOf(returns: Iterable<number>): Extremes {
  let count = 0;
  let positive = 0;
  let best = Number.NEGATIVE_INFINITY;
  let worst = Number.POSITIVE_INFINITY;
  for (const value of returns) {
    count += 1;
    if (value > 0) positive += 1;
    if (value > best) best = value;
    if (value < worst) worst = value;
  }
  const of = (value: number): Measured => (count === 0 ? unmeasured("too_few_bars") : measured(value));
  return { best: of(best), worst: of(worst), positive: of(positive / count) };
}

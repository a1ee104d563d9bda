/** Bars that are missing between two others. */
export interface Gap {
  readonly missing: number;
  /** Milliseconds UTC of the first and the last one that is missing. */
  readonly from: number;
  readonly to: number;
}

/** What is no more than usual. */
export interface Tolerance {
  /** Missing ones in all, as a share of those that there would be, and these beside. */
  readonly share: number;
  readonly slack?: number;
  /** Missing ones of one gap. */
  readonly longest: number;
}

/** Fewer are no share of anything. */
const FEWEST = 3;

/**
 * All gaps where more is missing than usual, else those that are longer than usual by themselves.
 *
 * @param present how many bars or days there are
 */
export function oddGaps(gaps: readonly Gap[], present: number, tolerance: Tolerance): readonly Gap[] {
  const { share, slack = 0, longest } = tolerance;
  const missing = missingIn(gaps);
  if (missing >= FEWEST && missing > share * (present + missing) + slack) return gaps;
  return gaps.filter((gap) => gap.missing > longest);
}

export function missingIn(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { missing }) => sum + missing, 0);
}

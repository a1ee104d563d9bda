/** A part of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next one begins; null on the last one. */
  readonly nextCursor: string | null;
  readonly total: Total;
}

export interface Total {
  readonly count: number;
  /** There are more than were counted. */
  readonly atLeast: boolean;
}

/** Counting further would cost more than the page. */
export const MOST_COUNTED = 1000;

/** @param count up to one more than MOST_COUNTED */
export function totalOf(count: number): Total {
  return { count: Math.min(count, MOST_COUNTED), atLeast: count > MOST_COUNTED };
}

export const NO_PAGE: Page<never> = { items: [], nextCursor: null, total: { count: 0, atLeast: false } };

/** Postgres refuses a statement with this character in a value; nothing that is kept has it, so nothing matches. */
export function canBeStored(text: string): boolean {
  return !text.includes("\0");
}

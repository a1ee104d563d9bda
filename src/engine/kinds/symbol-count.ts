/** How many symbols a strategy can trade; `max` absent: any number. */
export interface SymbolCount {
  readonly min: number;
  readonly max?: number;
}

/** What is wrong with one that a user has written; null: nothing. */
export function symbolCountProblem(value: unknown): string | null {
  if (value === undefined) return null;
  const { min, max, ...others } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isFine =
    isCount(min) && (max === undefined || (isCount(max) && max >= min)) && Object.keys(others).length === 0;
  return isFine ? null : "symbols must be { min, max }, whole numbers from 1 on, max not below min or left out";
}

function isCount(count: unknown): count is number {
  return typeof count === "number" && Number.isInteger(count) && count >= 1;
}

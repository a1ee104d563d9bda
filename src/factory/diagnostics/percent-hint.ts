/**
 * For 5 or "5%" where a fraction is wanted: it was meant in percent. Null for what cannot have been meant so.
 *
 * @param max of the value: 1 for a fraction, undefined where more than 1 may be meant
 */
export function percentHint(value: unknown, max: number | undefined): string | null {
  if (typeof value === "string") return max === undefined || max === 1 ? hintFor(percentIn(value)) : null;
  return max === 1 && typeof value === "number" && value > 1 && value <= 100 ? hintFor(value) : null;
}

function percentIn(text: string): number | null {
  const written = /^\s*(-?\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1];
  return written === undefined ? null : Number(written);
}

function hintFor(percent: number | null): string | null {
  return percent === null ? null : `It is a fraction: ${Number((percent / 100).toPrecision(12))} is ${percent} %.`;
}

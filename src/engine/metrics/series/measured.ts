import type { UndefinedReason } from "../metric-catalogue.ts";

/** A metric that is a finite number, or null with the reason why it has none. */
export type Measured =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: UndefinedReason };

/**
 * The one gate that numbers leave by. Arithmetic beyond the range of doubles (an account of 1e-320 that grows to 100)
 * is `not_computed`: no NaN or Infinity gets out.
 */
export function measured(value: number): Measured {
  return Number.isFinite(value) ? { value, reason: null } : unmeasured("not_computed");
}

export function unmeasured(reason: UndefinedReason): Measured {
  return { value: null, reason };
}

/**
 * Whether a deviation is zero but for rounding: below 1e-12 relative to the mean, or absolutely when the
 * mean is below 1. A constant return of 0.1 has a computed deviation near 1e-17, which must not become a Sharpe of 1e16.
 */
export function isZeroDeviation(deviation: number, mean: number): boolean {
  return !(deviation >= 1e-12 * Math.max(1, Math.abs(mean)));
}

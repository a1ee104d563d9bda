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

import type { UndefinedReason } from "./undefined-reason.ts";

/** A finite number, or null with the reason why there is none. */
export type Measured<Reason extends UndefinedReason = UndefinedReason> =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: Reason };

/**
 * The one gate that numbers leave by. Arithmetic beyond the range of doubles (an account of 1e-320 that grows to 100)
 * is `not_computed`: no NaN or Infinity gets out.
 */
export function measured(value: number): Measured<"not_computed"> {
  return Number.isFinite(value) ? { value, reason: null } : unmeasured("not_computed");
}

export function unmeasured<Reason extends UndefinedReason>(reason: Reason): Measured<Reason> {
  return { value: null, reason };
}

import { AppError } from "../../core/errors/app-error.ts";

/** @param what as `ColumnGuard` says it */
export function wroteTo(what: string): AppError {
  return new AppError("STRATEGY_FAILED", `The strategy wrote to ${what}, which it may only read.`, {
    hint: "Work on a copy: Float64Array.from(bars.close).",
  });
}

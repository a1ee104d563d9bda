import { AppError } from "../../../../core/errors/app-error.ts";

/** Whether what computes outside cannot be reached at the moment: that says nothing against what it was asked for. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof AppError && error.code === "OUTSIDE_UNREACHABLE";
}

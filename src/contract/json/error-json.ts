import { AppError, messageOf } from "../../core/errors/app-error.ts";
import type { ErrorJson } from "../schemas/error-schema.ts";

/** Anything that was thrown. What is no `AppError` is a bug; its stack is for people. */
export function errorJson(thrown: unknown): ErrorJson {
  if (!(thrown instanceof AppError)) return { code: "UNEXPECTED", message: messageOf(thrown), hint: null, details: {} };
  const { code, message, hint, details } = thrown;
  return { code, message, hint: hint ?? null, details };
}

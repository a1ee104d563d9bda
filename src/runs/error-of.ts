import { AppError, messageOf } from "../core/errors/app-error.ts";
import type { ErrorCode } from "../core/errors/error-codes.ts";
import type { TaskError } from "../store/run/tasks.ts";
import { isDatabaseFull } from "../store/transaction.ts";
import { storableText, TEXT_LIMITS } from "../core/text/storable-text.ts";

/** Anything thrown as it is kept with a task; `otherwise` is the code of what carries none. */
export function errorOf(thrown: unknown, otherwise: ErrorCode): TaskError {
  if (isDatabaseFull(thrown)) {
    return { code: "DISK_FULL", message: `The disk of the database is full: ${messageOf(thrown)}` };
  }
  return {
    code: thrown instanceof AppError ? thrown.code : otherwise,
    message: storableText(messageOf(thrown), TEXT_LIMITS.errorMessage),
  };
}

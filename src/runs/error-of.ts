import { AppError, messageOf } from "../core/app-error.ts";
import type { ErrorCode } from "../core/error-codes.ts";
import type { TaskError } from "../store/run/tasks.ts";

/** Anything thrown as it is kept with a task; `otherwise` is the code of what carries none. */
export function errorOf(thrown: unknown, otherwise: ErrorCode): TaskError {
  return { code: thrown instanceof AppError ? thrown.code : otherwise, message: messageOf(thrown) };
}

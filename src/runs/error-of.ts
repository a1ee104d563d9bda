import { AppError, messageOf } from "../core/errors/app-error.ts";
import type { ErrorCode } from "../core/errors/error-codes.ts";
import type { TaskError } from "../store/run/tasks.ts";
import { isDatabaseFull } from "../store/connection/transaction.ts";
import { storableText, TEXT_LIMITS } from "../core/text/storable-text.ts";

/** Anything thrown as it is kept with a task; `otherwise` is the code of what carries none. */
export function errorOf(thrown: unknown, otherwise: ErrorCode): TaskError {
  if (isDatabaseFull(thrown)) {
    return keptError("DISK_FULL", `The disk of the database is full: ${messageOf(thrown)}`);
  }
  return keptError(thrown instanceof AppError ? thrown.code : otherwise, messageOf(thrown));
}

/** The error of a task or a cell as the database takes it, whoever wrote its message. */
export function keptError(code: ErrorCode, message: string): TaskError {
  return { code, message: storableText(message, TEXT_LIMITS.errorMessage) };
}

/** Why a run has failed, where people have to look it up: with its code. */
export function codedReason(code: ErrorCode, message: string): string {
  return `${code}: ${message}`;
}

import { AppError } from "./app-error.ts";
import type { ErrorCode } from "./error-codes.ts";

/** What one host may lack that another one has: files, programs, packages, variables of the environment, data. */
const OF_A_HOST: ReadonlySet<ErrorCode> = new Set([
  "CALLBACK_EXPORT_MISSING",
  "CHUNKS_MISSING",
  "ENV_MISSING",
  "FILE_NOT_FOUND",
  "INTERPRETER_NOT_FOUND",
  "ISOLATION_MISSING",
  "PACKAGE_MISSING",
  "PYTHON_MISSING",
  "RUN_INPUT_CHANGED",
  "SCRIPT_NOT_FOUND",
  "SECRET_MISSING",
]);

/** @param thrown what a task has ended with, or what this was caused by */
export function isLackOfHost(thrown: unknown): boolean {
  return thrown instanceof AppError && (OF_A_HOST.has(thrown.code) || isLackOfHost(thrown.cause));
}

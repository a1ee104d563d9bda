import { AppError } from "../core/errors/app-error.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";

/** Whether an error says that a module has not been loaded yet: nothing is known of it, be it good or bad. */
export function isStillLoading(error: unknown): error is AppError {
  return error instanceof AppError && error.code === "MODULE_LOADING";
}

/** Whether a DAG file names a module that has not been loaded yet. */
export function awaitsModule({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): boolean {
  return diagnostics.some(({ code }) => code === "MODULE_LOADING");
}

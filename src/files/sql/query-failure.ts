import { AppError } from "../../core/errors/app-error.ts";
import { formatDuration } from "../../core/time/duration.ts";
import { invalid } from "./checked-select.ts";

/** What DuckDB refused, as people are told. @param timedOutMs the time that it was given, when that is over; else null */
export function failureOf(error: unknown, timedOutMs: number | null): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  if (timedOutMs !== null) {
    return new AppError("QUERY_TIMEOUT", `The query was stopped after ${formatDuration(timedOutMs)}`, {
      hint: "Give it longer with --timeout, or fewer runs with --run, --dag or --since.",
      cause: error,
    });
  }
  if (/^Out of Memory/i.test(error.message)) {
    return new AppError("QUERY_TOO_LARGE", `The query takes more memory than it may: ${error.message.split("\n")[0]}`, {
      hint: "Give it more with --memory, or fewer runs with --run, --dag or --since.",
      cause: error,
    });
  }
  if (/no space left|could not write file/i.test(error.message)) {
    return new AppError("DISK_FULL", `The query found no space for its temporary file: ${error.message}`, {
      hint: "Free some space, or set TMPDIR to a folder that has some.",
      cause: error,
    });
  }
  return invalid(error.message.trim(), error);
}

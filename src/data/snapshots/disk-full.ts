import { AppError } from "../../core/errors/app-error.ts";

/** DISK_FULL for an error that says so, with what could not be written; any other error as it is. */
export function asDiskFull(error: unknown, what: string): unknown {
  const isFull = error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
  if (!isFull) return error;
  return new AppError("DISK_FULL", `${what} could not be written: the disk is full`, {
    hint: "Free some space and run again; nothing half-written was left.",
    cause: error,
  });
}

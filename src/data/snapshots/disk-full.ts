import { AppError } from "../../core/errors/app-error.ts";
import { isNoSpace } from "../../core/errors/no-space.ts";

/** DISK_FULL for an error that says so, with what could not be written; any other error as it is. */
export function asDiskFull(error: unknown, what: string): unknown {
  if (!isNoSpace(error)) return error;
  return new AppError("DISK_FULL", `${what} could not be written: the disk is full`, {
    hint: "Free some space and run again; nothing half-written was left.",
    cause: error,
  });
}

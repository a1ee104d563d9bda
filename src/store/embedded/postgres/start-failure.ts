import { AppError } from "../../../core/errors/app-error.ts";

export interface StartFailure {
  readonly message: string;
  /** What the Postgres program said of it. */
  readonly output: string;
  readonly hint: string;
  readonly cause?: unknown;
}

/** DISK_FULL when that is what Postgres complains of, else DB_START_FAILED. */
export function startFailure({ message, output, hint, cause }: StartFailure): AppError {
  const text = `${message}:\n${output || "(it said nothing)"}`;
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new AppError("DISK_FULL", text, { hint: "Free some space and start again; nothing is lost.", cause });
  }
  return new AppError("DB_START_FAILED", text, { hint, cause });
}

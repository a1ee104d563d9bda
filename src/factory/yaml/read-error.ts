import { messageOf } from "../../core/errors/app-error.ts";

/** Why a file could not be read, as a sentence. */
export function readErrorMessage(file: string, error: unknown): string {
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  return isMissing ? `There is no file ${file}.` : `${file} cannot be read: ${messageOf(error)}.`;
}

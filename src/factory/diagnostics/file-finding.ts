import type { AppError } from "../../core/errors/app-error.ts";
import type { ErrorCode } from "../../core/errors/error-codes.ts";
import { asSentence, type Finding } from "./problem.ts";

const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  FILE_NOT_FOUND: "Paths count from the file in which they are written.",
  FILE_TOO_LARGE: "A DAG file is written by hand and small; move data into files of its own.",
};

/** What is wrong with a file that a DAG file names, or with the DAG file itself. Only YAML has a limit of its size here. */
export function fileFinding({ code, message, hint }: AppError): Finding {
  return {
    code: code === "FILE_TOO_LARGE" ? "YAML_LIMIT" : code,
    message: asSentence(message),
    hint: HINTS[code] ?? hint ?? null,
  };
}

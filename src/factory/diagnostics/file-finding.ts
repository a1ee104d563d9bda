import type { AppError } from "../../core/errors/app-error.ts";
import { asSentence, type Finding } from "./problem.ts";

const RELATIVE = "Paths count from the file in which they are written.";

/** What is wrong with a file that a DAG file names. */
export function fileFinding({ code, message, hint }: AppError): Finding {
  return { code, message: asSentence(message), hint: code === "FILE_NOT_FOUND" ? RELATIVE : (hint ?? null) };
}

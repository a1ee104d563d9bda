import { AppError } from "../../core/errors/app-error.ts";
import { fileFinding } from "../diagnostics/file-finding.ts";
import type { PathStep } from "../yaml/source-tree.ts";
import { reportAt, type Section } from "./section.ts";

/** Reports a file that is not there, is no file, or lies where this DAG may not read; says whether it is fine. */
export async function checkUsedFile(section: Section, steps: readonly PathStep[], file: string): Promise<boolean> {
  try {
    await section.deps.checkFile(file, section.file);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    reportAt(section, steps, fileFinding(error));
    return false;
  }
}

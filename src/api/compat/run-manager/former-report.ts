import type { FileReport, OutputsReport } from "../../../executors/outputs/outputs-report.ts";

/** What was found in the files of a run, under the names of the run manager. */
export interface FormerReport {
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly file_checks: Readonly<Record<string, FileReport>>;
}

export function formerReport({ valid, errors, warnings, files }: OutputsReport): FormerReport {
  return { valid, errors, warnings, file_checks: files };
}

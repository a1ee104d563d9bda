import type { OutputsSpec } from "../../core/spec/outputs-spec.ts";
import { type CheckOptions, type Examined, examineOutputs } from "./examine-outputs.ts";
import { oneLine } from "./file/findings.ts";
import type { OutputsReport } from "./outputs-report.ts";

/**
 * Checks what a script or a job has left in its folder, in constant memory and in slices of a few milliseconds. Throws nothing
 * because of what is in the folder; rejects when `signal` has fired, and when the disk fails.
 *
 * @param spec its names are those of files in the folder (`fileNameProblem`)
 */
export async function checkOutputs(folder: string, spec: OutputsSpec, options: CheckOptions): Promise<OutputsReport> {
  return reportOf(await examineOutputs(folder, spec, options));
}

/** @param remarks warnings that are of no single file */
export function reportOf({ files }: Pick<Examined, "files">, remarks: readonly string[] = []): OutputsReport {
  const all = (kind: "errors" | "warnings"): readonly string[] =>
    [...files].flatMap(([name, report]) => report[kind].map((found) => sentence(`${name} ${found}`)));
  const errors = all("errors");
  return {
    valid: errors.length === 0,
    errors,
    warnings: [...all("warnings"), ...remarks.map(oneLine).map(sentence)],
    files: Object.fromEntries(files),
  };
}

function sentence(text: string): string {
  return /[.?]$/.test(text) ? text : `${text}.`;
}

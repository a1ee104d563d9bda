import { AppError } from "../../core/errors/app-error.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import type { Diagnostic } from "../../factory/diagnostics/diagnostic.ts";
import type { CommandContext } from "../command-context.ts";
import { loadDagFiles } from "../../app/dags/dag-folder.ts";
import { findDagFile } from "./find-dag-file.ts";

export type GoodDag = LoadedDag & { readonly spec: DagSpec };

/**
 * Reads and checks a DAG, by its file, wherever it lies, or by its id, for a command that needs a good one: shows every problem first.
 *
 * @throws AppError DAG_NOT_FOUND, DAG_INVALID or USAGE
 */
export async function loadDagFile(file: string, context: CommandContext): Promise<GoodDag> {
  const [loaded] = await loadDagFiles([await findDagFile(file, context)], context);
  if (loaded === undefined) throw new AppError("DAG_NOT_FOUND", "No file was named.");
  const { diagnostics } = loaded;
  const [first] = diagnostics;
  if (first?.code === "DAG_NOT_FOUND")
    throw new AppError("DAG_NOT_FOUND", first.message, { hint: "`nightgrid dags` lists the files of this project." });
  await showDiagnostics(diagnostics, context);
  if (isGood(loaded)) return loaded;
  const count = diagnostics.filter(({ severity }) => severity === "error").length;
  throw new AppError("DAG_INVALID", `${file} has ${count === 1 ? "one error" : `${count} errors`}; nothing was run.`, {
    details: { diagnostics: diagnostics.map(diagnosticJson) },
  });
}

export function isGood(loaded: LoadedDag): loaded is GoodDag {
  return loaded.spec !== null;
}

/** On stderr, with code frames. */
export async function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  { output, cwd }: CommandContext,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderDiagnostics } = await import("../../factory/diagnostics/render-diagnostics.ts");
  output.note(renderDiagnostics(diagnostics, { color: output.noteColors.isColorSupported, cwd }));
}

export function diagnosticJson(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { severity, code, message, hint, file, line, column } = diagnostic;
  return { severity, code, message, hint, file, line, column };
}

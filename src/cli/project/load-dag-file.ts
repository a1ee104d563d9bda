import { type GoodDag, loadDag, requireGood } from "../../app/dags/load-dag.ts";
import type { Diagnostic } from "../../factory/diagnostics/diagnostic.ts";
import type { CommandContext } from "../command-context.ts";

/**
 * As `loadDag`, for a command that needs a good one: shows every problem first.
 *
 * @throws AppError DAG_NOT_FOUND, DAG_INVALID or USAGE
 */
export async function loadDagFile(file: string, context: CommandContext): Promise<GoodDag> {
  const loaded = await loadDag(file, context);
  await showDiagnostics(loaded.diagnostics, context);
  return requireGood(loaded, file);
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

import { AppError, messageOf } from "../core/errors/app-error.ts";
import { sha256 } from "../core/values/hash.ts";
import { checkDag, type LoadedDag } from "./check-dag.ts";
import { fileFinding } from "./diagnostics/file-finding.ts";
import { toDiagnostics } from "./diagnostics/diagnostic.ts";
import { type Finding, problemIn } from "./diagnostics/problem.ts";
import type { FactoryDeps } from "./factory-deps.ts";

/**
 * Reads and checks one DAG file. Never rejects, whatever the file and the code that it names do: a file that cannot be
 * read or checked has diagnostics and no spec, and those around it go on.
 *
 * @param file absolute
 */
export async function loadDag(file: string, deps: FactoryDeps): Promise<LoadedDag> {
  let text = "";
  try {
    text = await deps.readText(file);
    return await checkDag(text, file, deps);
  } catch (error) {
    const sources = new Map([[file, text]]);
    const diagnostics = toDiagnostics([problemIn(null, "", findingOf(error))], sources);
    return { file, text, yamlHash: sha256(text), spec: null, diagnostics, origins: { tree: null, sources } };
  }
}

function findingOf(error: unknown): Finding {
  if (!(error instanceof AppError)) {
    const message = `This file cannot be checked: ${shortMessage(error)}.`;
    return { code: "DAG_INVALID", message, hint: "Look at the strategies and callbacks that it names first." };
  }
  const finding = fileFinding(error);
  return error.code === "FILE_NOT_FOUND" ? { code: "DAG_NOT_FOUND", message: finding.message } : finding;
}

/** What user code throws may be anything, and may throw again when it is asked what it is. */
function shortMessage(error: unknown): string {
  try {
    return messageOf(error).split("\n", 1)[0] ?? "";
  } catch {
    return "it threw what cannot be shown";
  }
}

import { sha256 } from "../core/values/hash.ts";
import { checkDag, type LoadedDag } from "./check-dag.ts";
import { toDiagnostics } from "./diagnostics/diagnostic.ts";
import { problemIn } from "./diagnostics/problem.ts";
import type { FactoryDeps } from "./factory-deps.ts";
import { readErrorMessage } from "./yaml/read-error.ts";

/**
 * Reads and checks one DAG file. Never throws for a bad or missing one: it has diagnostics and no spec.
 *
 * @param file absolute
 */
export async function loadDag(file: string, deps: FactoryDeps): Promise<LoadedDag> {
  let text: string;
  try {
    text = await deps.readText(file);
  } catch (error) {
    const sources = new Map([[file, ""]]);
    const message = readErrorMessage(file, error);
    const diagnostics = toDiagnostics([problemIn(null, "", { code: "DAG_NOT_FOUND", message })], sources);
    return { file, text: "", yamlHash: sha256(""), spec: null, diagnostics, origins: { tree: null, sources } };
  }
  return checkDag(text, file, deps);
}

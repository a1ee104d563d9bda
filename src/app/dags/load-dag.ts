import { diagnosticJson } from "../../contract/json/dags-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import type { LoadedDag } from "../../factory/check-dag.ts";
import type { DagSpec } from "../../factory/dag-spec.ts";
import { type LoadContext, loadDagFiles } from "./dag-folder.ts";
import { findDagFile } from "./find-dag-file.ts";

export type GoodDag = LoadedDag & { readonly spec: DagSpec };

/**
 * Reads and checks a DAG, by its file, wherever it lies, or by its id.
 *
 * @throws AppError DAG_NOT_FOUND or USAGE
 */
export async function loadDag(name: string, context: LoadContext): Promise<LoadedDag> {
  const [loaded] = await loadDagFiles([await findDagFile(name, context)], context);
  if (loaded === undefined) throw new AppError("DAG_NOT_FOUND", "No file was named.");
  const [first] = loaded.diagnostics;
  if (first?.code === "DAG_NOT_FOUND")
    throw new AppError("DAG_NOT_FOUND", first.message, { hint: "`nightgrid dags` lists the files of this project." });
  return loaded;
}

/** @throws AppError DAG_INVALID, with the problems as `details.diagnostics` */
export function requireGood(loaded: LoadedDag, name: string): GoodDag {
  if (isGood(loaded)) return loaded;
  const { diagnostics } = loaded;
  const count = diagnostics.filter(({ severity }) => severity === "error").length;
  throw new AppError("DAG_INVALID", `${name} has ${count === 1 ? "one error" : `${count} errors`}; nothing was run.`, {
    details: { diagnostics: diagnostics.map(diagnosticJson) },
  });
}

export function isGood(loaded: LoadedDag): loaded is GoodDag {
  return loaded.spec !== null;
}

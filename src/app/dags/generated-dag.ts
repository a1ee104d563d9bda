import { stringify } from "yaml";
import { diagnosticJson } from "../../contract/json/dags-json.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { checkDag } from "../../factory/check-dag.ts";
import { withoutReferences } from "../../core/templates/references.ts";
import { factoryDeps } from "../factory-deps.ts";
import type { ProjectContext } from "../project-context.ts";
import { type GoodDag, isGood } from "./load-dag.ts";

/** What a DAG file can hold. */
export type DagValue = string | number | boolean | readonly DagValue[] | { readonly [key: string]: DagValue };

/**
 * A DAG that lies in no file. Values in it may come from anybody: a text is that text, whatever YAML or `${…}` would make
 * of it. As for any other DAG file, a `defaults.yaml` beside it holds what it does not say.
 *
 * @param file absolute path that it would have
 * @throws AppError with the code of the first problem, all of them as `details.diagnostics`
 */
export async function generatedDag(document: DagValue, file: string, context: ProjectContext): Promise<GoodDag> {
  const text = stringify(literal(document), {
    defaultStringType: "QUOTE_DOUBLE",
    // Folded over lines, some texts do not come back as they were.
    doubleQuotedAsJSON: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
  const loaded = await checkDag(text, file, await factoryDeps(context));
  if (isGood(loaded)) return loaded;
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  throw new AppError(first?.code ?? "DAG_INVALID", first?.message ?? "There is no such DAG.", {
    ...(first?.hint != null && { hint: first.hint }),
    details: { diagnostics: errors.map(diagnosticJson) },
  });
}

function literal(value: DagValue): DagValue {
  if (typeof value === "string") return withoutReferences(value);
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map(literal);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, literal(one)]));
}

function isList(value: object): value is readonly DagValue[] {
  return Array.isArray(value);
}

import { sha256 } from "../core/values/hash.ts";
import { buildSpec } from "./build-spec.ts";
import type { DagSpec } from "./dag-spec.ts";
import { type Diagnostic, toDiagnostics } from "./diagnostics/diagnostic.ts";
import { type Problem, problemAt } from "./diagnostics/problem.ts";
import type { FactoryDeps } from "./factory-deps.ts";
import { checkShape } from "./shape/check-shape.ts";
import { interpolate, mayHoldSecrets, type SecretUse } from "./yaml/interpolate.ts";
import { readLayers } from "./yaml/read-layers.ts";
import type { MapNode } from "./yaml/source-tree.ts";

export interface LoadedDag {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** SHA-256 over the text of the file and of those that it builds on. */
  readonly yamlHash: string;
  /** Null when there is any error. */
  readonly spec: DagSpec | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly origins: DagOrigins;
}

/** Where every value came from, for `explainDag`. */
interface DagOrigins {
  /** Merged, with defaults; null when the text is no YAML. */
  readonly tree: MapNode | null;
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Text → spec, or everything that is wrong with it. The passes, in order: parse and merge the layers, fill in
 * the environment, check the shape, check the meaning while building the spec. Never throws for a bad file.
 *
 * @param file absolute path that the text belongs to; it need not exist
 */
export async function checkDag(text: string, file: string, deps: FactoryDeps): Promise<LoadedDag> {
  const layers = await readLayers(text, file, deps);
  const yamlHash = sha256([...layers.sources.values()].join("\0"));
  const loaded = { file, text, yamlHash };
  if (layers.tree === null) {
    const diagnostics = toDiagnostics(layers.problems, layers.sources);
    return { ...loaded, spec: null, diagnostics, origins: { tree: null, sources: layers.sources } };
  }
  const { tree: filledIn, problems: unset, secrets } = interpolate(layers.tree, deps.env);
  const { tree, file: dag, problems: misshapen } = checkShape(filledIn);
  const found = [...layers.problems, ...unset, ...misplacedSecrets(secrets)];
  const problems = [...found, ...news(misshapen, found)];
  const spec = await buildSpec({ tree, deps, file, problems, isWhole: layers.isWhole }, dag);
  const diagnostics = toDiagnostics(problems, layers.sources);
  const hasError = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return { ...loaded, spec: hasError ? null : spec, diagnostics, origins: { tree, sources: layers.sources } };
}

/** A value that was refused while reading is empty by now: that it is empty is no news. */
function news(problems: readonly Problem[], known: readonly Problem[]): readonly Problem[] {
  const reported = new Set(known.map(startOf));
  return problems.filter((problem) => problem.place === null || !reported.has(startOf(problem)));
}

function startOf({ place }: Problem): string {
  return `${place?.file}:${place?.start}`;
}

/** A spec is stored and shown; the options of callbacks keep the reference, which is resolved when they run. */
function misplacedSecrets(secrets: readonly SecretUse[]): readonly Problem[] {
  return secrets
    .filter(({ node }) => !mayHoldSecrets(node))
    .map(({ name, node }) =>
      problemAt(node, {
        code: "SECRET_MISPLACED",
        message: `The secret ${name} would be stored and shown here.`,
        hint: "Secrets may stand only in the options of callbacks.",
      }),
    );
}

import type { LoadedDag } from "./check-dag.ts";
import { toDiagnostics } from "./diagnostics/diagnostic.ts";
import { placeFinder } from "./diagnostics/place-finder.ts";
import { problemAt } from "./diagnostics/problem.ts";
import { childOf, type ScalarNode } from "./yaml/source-tree.ts";

/**
 * Of several files with one id none can be run: each gets an error that names another one. A file counts with the id
 * that it gives, also when something else is wrong with it.
 */
export function refuseDuplicateIds(loaded: readonly LoadedDag[]): readonly LoadedDag[] {
  const claims = loaded.flatMap((dag) => {
    const node = idNode(dag);
    return node === null ? [] : [{ dag, node, id: String(node.value) }];
  });
  const byId = Map.groupBy(claims, ({ id }) => id);
  const refused = new Map<LoadedDag, LoadedDag>();
  for (const { dag, node, id } of claims) {
    const other = byId.get(id)?.find((claim) => claim.dag.file !== dag.file);
    if (other !== undefined)
      refused.set(dag, withProblem(dag, node, `The id "${id}" is given in ${placeOf(other)} too.`));
  }
  return refused.size === 0 ? loaded : loaded.map((dag) => refused.get(dag) ?? dag);
}

/** The id as the file gives it, be it through a file that it builds on; null when it gives none. */
export function idGivenBy(dag: LoadedDag): string | null {
  const node = idNode(dag);
  return node === null ? (dag.spec?.id ?? null) : String(node.value);
}

function idNode({ origins }: LoadedDag): ScalarNode | null {
  const node = origins.tree === null ? undefined : childOf(origins.tree, "id");
  return node?.kind === "scalar" && typeof node.value === "string" ? node : null;
}

function placeOf({ dag, node }: { readonly dag: LoadedDag; readonly node: ScalarNode }): string {
  const isOwn = node.place !== null && node.place.file === dag.file;
  if (!isOwn) return dag.file;
  return `${dag.file}:${placeFinder(dag.origins.sources)(node.place).line}`;
}

function withProblem(dag: LoadedDag, node: ScalarNode, message: string): LoadedDag {
  const hint = "An id names one DAG of the project: rename one of them.";
  const problem = problemAt(node, { code: "DAG_NAME_DUPLICATE", message, hint });
  const [diagnostic] = toDiagnostics([problem], dag.origins.sources);
  return {
    ...dag,
    spec: null,
    diagnostics: diagnostic === undefined ? dag.diagnostics : [diagnostic, ...dag.diagnostics],
  };
}

import type { Finding, Problem } from "../diagnostics/problem.ts";
import { problemAt } from "../diagnostics/problem.ts";
import type { FactoryDeps } from "../factory-deps.ts";
import { childPath, type MapNode, nodeAt, type PathStep } from "../yaml/source-tree.ts";

/**
 * What the reader of a section is given besides its values: where they were written, and the list of problems to add to.
 * A section has the right shape already; its reader finds out whether it makes sense, and gives its part of the spec.
 */
export interface Section {
  readonly tree: MapNode;
  readonly deps: FactoryDeps;
  /** The DAG file: what has no place of its own is resolved against it. */
  readonly file: string;
  readonly problems: Problem[];
}

/** Reports at the value of `steps`, or at the nearest value around it that somebody wrote. */
export function reportAt(section: Section, steps: readonly PathStep[], finding: Finding): void {
  const path = steps.map((_, i) => nodeAt(section.tree, steps.slice(0, steps.length - i)));
  const written = path.find((node) => node.place !== null) ?? section.tree;
  section.problems.push(problemAt(written, finding));
}

/** Reports that `key` is nowhere, unless it was there and refused because of its shape. */
export function reportMissing(section: Section, key: string, finding: Omit<Finding, "code">): void {
  const path = childPath(section.tree.path, key);
  if (section.problems.some((problem) => problem.path === path)) return;
  reportAt(section, [], { code: "DAG_KEY_MISSING", ...finding });
}

/** The same readers and collector, one map further in. */
export function sectionAt(section: Section, ...steps: readonly PathStep[]): Section {
  const node = nodeAt(section.tree, steps);
  return node.kind === "map" ? { ...section, tree: node } : section;
}

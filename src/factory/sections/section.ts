import type { Finding, Problem } from "../diagnostics/problem.ts";
import { problemAt } from "../diagnostics/problem.ts";
import type { FactoryDeps } from "../factory-deps.ts";
import { type PathStep, type MapNode, nodeAt } from "../yaml/source-tree.ts";

/**
 * What the reader of a section is given besides its values: where they were written, and where to report.
 * A section has the right shape already; its reader finds out whether it makes sense, and gives its part of the spec.
 */
export interface Section {
  readonly tree: MapNode;
  readonly deps: FactoryDeps;
  /** The DAG file: what has no place of its own is resolved against it. */
  readonly file: string;
  readonly report: (problem: Problem) => void;
}

/** Reports at the value of `steps`, or at the nearest value around it that somebody wrote. */
export function reportAt(section: Section, steps: readonly PathStep[], finding: Finding): void {
  section.report(problemAt(nodeAt(section.tree, steps), finding));
}

/** The same readers and collector, one map further in. */
export function sectionAt(section: Section, ...steps: readonly PathStep[]): Section {
  const node = nodeAt(section.tree, steps);
  return node.kind === "map" ? { ...section, tree: node } : section;
}

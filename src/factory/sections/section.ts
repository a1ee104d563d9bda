import { type Finding, type Problem, problemAt, problemAtKey, problemIn } from "../diagnostics/problem.ts";
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
  /** False when a part of the file could not be read: what is not there may be in that part. */
  readonly isWhole: boolean;
}

/** Reports at the value of `steps`, or at the nearest value around it that somebody wrote. */
export function reportAt(section: Section, steps: readonly PathStep[], finding: Finding): void {
  const path = steps.map((_, i) => nodeAt(section.tree, steps.slice(0, steps.length - i)));
  const written = path.find((node) => node.place !== null) ?? section.tree;
  section.problems.push(problemAt(written, finding));
}

/** Whether somebody wrote the key: its default does not count. */
export function isWritten({ tree }: Section, key: string): boolean {
  return (tree.entries.get(key)?.keyPlace ?? null) !== null;
}

/** Reports at the key of the value of `steps`. */
export function reportAtKey(section: Section, steps: readonly PathStep[], finding: Finding): void {
  const owner = nodeAt(section.tree, steps.slice(0, -1));
  const entry = owner.kind === "map" ? owner.entries.get(String(steps.at(-1))) : undefined;
  if (entry === undefined || entry.keyPlace === null) reportAt(section, steps, finding);
  else section.problems.push(problemAtKey(entry, finding));
}

/** Reports at a part of a one-line text, when its offsets `start` and `end` are known; else at the whole. */
export function reportInside(
  section: Section,
  steps: readonly PathStep[],
  part: Readonly<Record<string, unknown>>,
  finding: Finding,
): void {
  const node = nodeAt(section.tree, steps);
  const { start, end } = part;
  const isKnown = typeof start === "number" && typeof end === "number";
  if (!isKnown || node.kind !== "scalar" || node.place === null) {
    reportAt(section, steps, finding);
    return;
  }
  const quotes = node.quoted ? 1 : 0;
  const isVerbatim = node.place.end - node.place.start === String(node.value).length + 2 * quotes;
  const from = node.place.start + quotes;
  const place = isVerbatim ? { ...node.place, start: from + start, end: from + end } : node.place;
  section.problems.push(problemIn(place, node.path, finding));
}

/**
 * Reports that none of `keys` is there, unless one was and was refused because of its shape or of what is in it, or is what
 * an unknown key was most likely meant to be.
 */
export function reportMissing(section: Section, keys: readonly string[], finding: Omit<Finding, "code">): void {
  const owner = section.tree.path;
  const isAbout = ({ path, meant }: Problem, key: string): boolean => {
    const own = childPath(owner, key);
    return path === own || path.startsWith(`${own}.`) || meant === own;
  };
  if (!section.isWhole) return;
  if (section.problems.some((problem) => keys.some((key) => isAbout(problem, key)))) return;
  reportAt(section, [], { code: "DAG_KEY_MISSING", ...finding });
}

/** The same readers and collector, one map further in. */
export function sectionAt(section: Section, ...steps: readonly PathStep[]): Section {
  const node = nodeAt(section.tree, steps);
  return node.kind === "map" ? { ...section, tree: node } : section;
}

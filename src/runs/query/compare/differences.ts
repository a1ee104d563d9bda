import { isMap } from "../../../core/values/document-shape.ts";
import { canonicalJson } from "../../../core/values/canonical-json.ts";

/** What is not the same in all documents. */
export interface Difference {
  /** `params.fast`, `spec.settings.costs.commission_bps` */
  readonly path: string;
  /** One per document; null where it has none. */
  readonly values: readonly unknown[];
}

/** Value by value, lists as a whole; in the order of the paths. */
export function differencesBetween(documents: readonly unknown[]): readonly Difference[] {
  const flat = documents.map((document) => new Map(leavesOf(document, "")));
  const paths = [...new Set(flat.flatMap((leaves) => [...leaves.keys()]))].toSorted();
  return paths
    .map((path) => ({ path, values: flat.map((leaves) => leaves.get(path) ?? null) }))
    .filter(({ values }) => new Set(values.map(canonicalJson)).size > 1);
}

function leavesOf(value: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (!isMap(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) => {
    const name = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return leavesOf(member, path === "" ? name : `${path}.${name}`);
  });
}

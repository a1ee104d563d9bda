import { ownRecord } from "../../core/values/own-record.ts";
import type { ParamValue } from "../../core/params/param-spec.ts";

/** A stretch of one file's text, in UTF-16 offsets. */
export interface Place {
  readonly file: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * YAML content of which every value knows where it was written, so that files can be merged and
 * a value can still be pointed at. Aliases are expanded; what they bring lies at the alias.
 */
export type SourceNode = MapNode | ListNode | ScalarNode;

export interface NodeOrigin {
  /** Null: nobody wrote it, it is a default of the schema. */
  readonly place: Place | null;
  /** As in its own file: `backtest.param_grid.fast[0]`; the root is "". */
  readonly path: string;
}

export interface MapNode extends NodeOrigin {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly keyPlace: Place | null;
  readonly value: SourceNode;
}

export interface ListNode extends NodeOrigin {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
}

export interface ScalarNode extends NodeOrigin {
  readonly kind: "scalar";
  readonly value: ParamValue | null;
  /** Quoted text is never read as a number or a truth value, also after `${env:…}` was filled in. */
  readonly quoted: boolean;
}

export const EMPTY_MAP: MapNode = { kind: "map", place: null, path: "", entries: new Map() };

/** Maps become records without a prototype: their keys are what a user wrote. */
export function toPlain(node: SourceNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toPlain);
    case "map":
      return ownRecord([...node.entries].map(([key, entry]) => [key, toPlain(entry.value)] as const));
  }
}

/** The other way round, for values that nobody wrote. */
export function fromPlain(value: unknown, path: string): SourceNode {
  if (Array.isArray(value)) {
    return { kind: "list", place: null, path, items: value.map((item, i) => fromPlain(item, `${path}[${i}]`)) };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, member]): [string, MapEntry] => [
      key,
      { keyPlace: null, value: fromPlain(member, childPath(path, key)) },
    ]);
    return { kind: "map", place: null, path, entries: new Map(entries) };
  }
  return { kind: "scalar", place: null, path, value: value as ParamValue | null, quoted: true };
}

export type PathStep = string | number;

/** The node at `steps`, or the deepest one on the way there. */
export function nodeAt(root: SourceNode, steps: readonly PathStep[]): SourceNode {
  let node = root;
  for (const step of steps) {
    const next = childOf(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

export function childOf(node: SourceNode, step: PathStep): SourceNode | undefined {
  if (node.kind === "map") return node.entries.get(String(step))?.value;
  if (node.kind === "list") return node.items[Number(step)];
  return undefined;
}

export function childPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** A copy of `map` in which `key` holds `value`, or is gone when `value` is null. */
export function withEntry(map: MapNode, key: string, entry: MapEntry | null): MapNode {
  const entries = new Map(map.entries);
  if (entry === null) entries.delete(key);
  else entries.set(key, entry);
  return { ...map, entries };
}

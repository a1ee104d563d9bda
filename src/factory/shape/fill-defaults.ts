import { ownValue } from "../../core/values/own-record.ts";
import type { JsonSchema } from "../schema/json-schema.ts";
import {
  childPath,
  fromPlain,
  type ListNode,
  type MapEntry,
  type MapNode,
  type SourceNode,
} from "../yaml/source-tree.ts";

/** Adds what the schema gives a default for and nobody wrote; such values have no place. */
export function fillDefaults<T extends SourceNode>(node: T, schema: JsonSchema): T;
export function fillDefaults(node: SourceNode, schema: JsonSchema): SourceNode {
  const branch =
    schema.anyOf?.find((candidate) => candidate.type === (node.kind === "map" ? "object" : "array")) ?? schema;
  if (node.kind === "map") return fillMap(node, branch);
  if (node.kind === "list" && branch.items !== undefined) return fillList(node, branch.items);
  return node;
}

function fillList(node: ListNode, schema: JsonSchema): ListNode {
  return { ...node, items: node.items.map((item) => fillDefaults(item, schema)) };
}

function fillMap(node: MapNode, schema: JsonSchema): MapNode {
  const { properties = {}, additionalProperties } = schema;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    const inner =
      ownValue(properties, key) ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
    entries.set(key, inner === undefined ? entry : { ...entry, value: fillDefaults(entry.value, inner) });
  }
  for (const [key, property] of Object.entries(properties)) {
    if (entries.has(key) || property.default === undefined || isSaidOtherwise(key, node, schema)) continue;
    const value = fillDefaults(fromPlain(property.default, childPath(node.path, key)), property);
    entries.set(key, { keyPlace: null, value });
  }
  return { ...node, entries };
}

/** `slippage_pct` says what `slippage_bps` says: the default of the one must not contradict the other. */
function isSaidOtherwise(key: string, node: MapNode, schema: JsonSchema): boolean {
  const rivals = (schema.allOf ?? [])
    .filter(({ not }) => not.required.includes(key))
    .flatMap(({ not }) => not.required);
  return rivals.some((rival) => node.entries.has(rival));
}

import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode } from "yaml";
import { type Finding, type Problem, problemIn } from "../diagnostics/problem.ts";
import {
  childPath,
  type MapEntry,
  type MapNode,
  type NodeOrigin,
  type Place,
  type ScalarNode,
  type SourceNode,
} from "./source-tree.ts";

const MAX_DEPTH = 40;
/** Values that aliases may bring in, over the whole file. */
const MAX_ALIASED_NODES = 10_000;

const NO_KEY = { code: "YAML_SYNTAX", message: "This cannot be a key.", hint: "Keys are plain words." } as const;
const NO_MAP = {
  code: "YAML_SYNTAX",
  message: `"<<" needs a map.`,
  hint: "Write <<: *name with the anchor of a map.",
} as const;

/** Turns the YAML library's nodes into ours: aliases expanded, every value with its place, odd values reported. */
export class TreeReader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #show: (part: string) => string;
  readonly #anchors = new Map<string, SourceNode>();
  #aliasedNodes = 0;

  /** @param show gives back the references that were hidden from YAML */
  constructor(file: string, show: (part: string) => string) {
    this.#file = file;
    this.#show = show;
  }

  /** @param node null where a key has nothing after it; such a value lies at its key, `fallback` */
  read(node: ParsedNode | null, path: string, depth: number, fallback: Place | null = null): SourceNode {
    const at = { place: node === null ? fallback : this.#place(node), path };
    if (depth > MAX_DEPTH) {
      return this.#refuse(at, { code: "YAML_LIMIT", message: `This is nested deeper than ${MAX_DEPTH} levels.` });
    }
    if (isAlias(node)) return this.#readAlias(node.source, at);
    const result = this.#readValue(node, at, depth);
    if (node?.anchor !== undefined) this.#anchors.set(node.anchor, result);
    return result;
  }

  #readValue(node: ParsedNode | null, at: NodeOrigin, depth: number): SourceNode {
    if (isMap(node)) return this.#readMap(node.items, at, depth);
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.read(item, `${at.path}[${i}]`, depth + 1));
      return { kind: "list", ...at, items };
    }
    const value = isScalar(node) ? this.#shown(node.value) : null;
    const problem = scalarProblem(value);
    if (problem !== null) return this.#refuse(at, problem);
    return {
      kind: "scalar",
      ...at,
      value: value as ScalarNode["value"],
      quoted: isScalar(node) && node.type !== "PLAIN",
    };
  }

  #readMap(pairs: readonly Pair[], at: NodeOrigin, depth: number): MapNode {
    const entries = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    for (const pair of pairs) {
      const keyNode = pair.key as ParsedNode;
      const keyPlace = this.#place(keyNode);
      const key = isScalar(keyNode) ? keyText(this.#shown(keyNode.value)) : null;
      const path = childPath(at.path, key ?? "?");
      if (key === null) {
        this.#report({ place: keyPlace, path }, NO_KEY);
        continue;
      }
      const value = this.read(pair.value as ParsedNode | null, path, depth + 1, keyPlace);
      if (key === "<<") this.#spread(value, merged);
      else if (entries.has(key)) {
        const message = `"${key}" is given twice.`;
        this.#report({ place: keyPlace, path }, { code: "DAG_KEY_DUPLICATE", message, hint: "Keep one of them." });
      } else entries.set(key, { keyPlace, value });
    }
    for (const [key, entry] of merged) if (!entries.has(key)) entries.set(key, entry);
    return { kind: "map", ...at, entries };
  }

  /** YAML's merge key: `<<: *base` or `<<: [*a, *b]`, of which the first wins. */
  #spread(value: SourceNode, into: Map<string, MapEntry>): void {
    for (const map of value.kind === "list" ? value.items : [value]) {
      if (map.kind !== "map") this.#report(map, NO_MAP);
      else for (const [key, entry] of map.entries) if (!into.has(key)) into.set(key, entry);
    }
  }

  #readAlias(name: string, at: NodeOrigin): SourceNode {
    const target = this.#anchors.get(name);
    if (target !== undefined) return this.#copy(target, at);
    const hint = `Write &${name} before the value it stands for.`;
    return this.#refuse(at, { code: "YAML_SYNTAX", message: `"*${name}" names no anchor above it.`, hint });
  }

  #copy(node: SourceNode, at: NodeOrigin): SourceNode {
    this.#aliasedNodes += 1;
    if (this.#aliasedNodes === MAX_ALIASED_NODES + 1) {
      return this.#refuse(at, {
        code: "YAML_LIMIT",
        message: `Aliases bring in more than ${MAX_ALIASED_NODES} values.`,
      });
    }
    if (this.#aliasedNodes > MAX_ALIASED_NODES) return emptyAt(at);
    const { place } = at;
    switch (node.kind) {
      case "scalar":
        return { ...node, ...at };
      case "list": {
        const items = node.items.map((item, i) => this.#copy(item, { place, path: `${at.path}[${i}]` }));
        return { kind: "list", ...at, items };
      }
      case "map": {
        const entries = [...node.entries].map(([key, { value }]): [string, MapEntry] => [
          key,
          { keyPlace: place, value: this.#copy(value, { place, path: childPath(at.path, key) }) },
        ]);
        return { kind: "map", ...at, entries: new Map(entries) };
      }
    }
  }

  #shown(value: unknown): unknown {
    return typeof value === "string" ? this.#show(value) : value;
  }

  #place(node: ParsedNode): Place {
    const [start, end] = node.range;
    return { file: this.#file, start, end };
  }

  /** An empty value takes the place of what cannot be used. */
  #refuse(at: NodeOrigin, finding: Finding): SourceNode {
    this.#report(at, finding);
    return emptyAt(at);
  }

  #report(at: NodeOrigin, finding: Finding): void {
    this.problems.push(problemIn(at.place, at.path, finding));
  }
}

function emptyAt(at: NodeOrigin): SourceNode {
  return { kind: "scalar", ...at, value: null, quoted: false };
}

/** Why a value cannot be used, whatever its key is; null when it can. */
export function scalarProblem(value: unknown): Finding | null {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return { code: "DAG_VALUE_INVALID", message: `${value} is not a usable number.`, hint: "Write a finite number." };
  }
  if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) {
    return {
      code: "YAML_LIMIT",
      message: "The text has characters that cannot be stored: NUL or half a surrogate pair.",
    };
  }
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return null;
  return { code: "YAML_LIMIT", message: "Only text, numbers and truth values can stand here." };
}

/** YAML keys may be anything; ours are words, or numbers written as such. Null for a key that cannot be used. */
function keyText(value: unknown): string | null {
  if (value === "__proto__") return null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

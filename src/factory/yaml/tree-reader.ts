import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode } from "yaml";
import { type Finding, type Problem, problemIn } from "../diagnostics/problem.ts";
import { childPath, type MapEntry, type MapNode, type NodeOrigin, type Place, type SourceNode } from "./source-tree.ts";

const MAX_DEPTH = 40;
/** Values that aliases may bring in, over the whole file. */
const MAX_ALIASED_NODES = 10_000;

/** Turns the YAML library's nodes into ours: aliases expanded, every value with its place, odd values reported. */
export class TreeReader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #anchors = new Map<string, SourceNode>();
  #aliasedNodes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  read(node: ParsedNode | null, path: string, depth: number): SourceNode {
    const place = this.#place(node);
    if (depth > MAX_DEPTH) return this.#refused(place, path, `Nesting deeper than ${MAX_DEPTH} levels.`);
    if (isAlias(node)) return this.#aliased(node.source, place, path);
    const result = this.#readPlain(node, path, depth);
    if (node?.anchor !== undefined) this.#anchors.set(node.anchor, result);
    return result;
  }

  #readPlain(node: ParsedNode | null, path: string, depth: number): SourceNode {
    const place = this.#place(node);
    if (isMap(node)) return this.#readMap(node.items, { place, path, depth });
    if (isSeq(node)) {
      const items = node.items.map((item, i) => this.read(item, `${path}[${i}]`, depth + 1));
      return { kind: "list", place, path, items };
    }
    const value = isScalar(node) ? node.value : null;
    const quoted = isScalar(node) && node.type !== "PLAIN";
    if (typeof value === "number" && !Number.isFinite(value)) {
      this.#report(
        { place, path },
        {
          code: "DAG_VALUE_INVALID",
          message: `${String(value)} is not a usable number.`,
          hint: "Write a finite number.",
        },
      );
      return { kind: "scalar", place, path, value: null, quoted };
    }
    if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) {
      return this.#refused(place, path, "The text has characters that cannot be stored: NUL or half a surrogate pair.");
    }
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return { kind: "scalar", place, path, value, quoted };
    }
    return this.#refused(place, path, "Only text, numbers and truth values can stand here.");
  }

  #readMap(pairs: readonly Pair[], at: { place: Place; path: string; depth: number }): MapNode {
    const entries = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    for (const pair of pairs) {
      const keyNode = pair.key as ParsedNode;
      const keyPlace = this.#place(keyNode);
      const key = isScalar(keyNode) ? keyText(keyNode.value) : null;
      const path = childPath(at.path, key ?? "?");
      if (key === null || key === "__proto__") {
        this.#report(
          { place: keyPlace, path },
          { code: "YAML_SYNTAX", message: "This cannot be a key.", hint: "Keys are plain words." },
        );
        continue;
      }
      const value = this.read(pair.value as ParsedNode | null, path, at.depth + 1);
      const located = value.place === null || value.place.end > 0 ? value : { ...value, place: keyPlace };
      if (key === "<<") this.#spread(located, merged);
      else if (entries.has(key)) {
        this.#report(
          { place: keyPlace, path },
          { code: "DAG_KEY_DUPLICATE", message: `"${key}" is given twice.`, hint: "Keep one of them." },
        );
      } else entries.set(key, { keyPlace, value: located });
    }
    for (const [key, entry] of merged) if (!entries.has(key)) entries.set(key, entry);
    return { kind: "map", place: at.place, path: at.path, entries };
  }

  /** YAML's merge key: `<<: *base` or `<<: [*a, *b]`, of which the first wins. */
  #spread(value: SourceNode, into: Map<string, MapEntry>): void {
    for (const map of value.kind === "list" ? value.items : [value]) {
      if (map.kind !== "map") {
        this.#report(map, {
          code: "YAML_SYNTAX",
          message: `"<<" needs a map.`,
          hint: "Write <<: *name with the anchor of a map.",
        });
        continue;
      }
      for (const [key, entry] of map.entries) if (!into.has(key)) into.set(key, entry);
    }
  }

  #aliased(name: string, place: Place, path: string): SourceNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#report(
        { place, path },
        {
          code: "YAML_SYNTAX",
          message: `"*${name}" names no anchor above it.`,
          hint: `Write &${name} before the value it stands for.`,
        },
      );
      return { kind: "scalar", place, path, value: null, quoted: false };
    }
    return this.#copy(target, place, path);
  }

  #copy(node: SourceNode, place: Place, path: string): SourceNode {
    this.#aliasedNodes += 1;
    if (this.#aliasedNodes > MAX_ALIASED_NODES) {
      if (this.#aliasedNodes > MAX_ALIASED_NODES + 1)
        return { kind: "scalar", place, path, value: null, quoted: false };
      return this.#refused(place, path, `Aliases bring in more than ${MAX_ALIASED_NODES} values.`);
    }
    if (node.kind === "scalar") return { ...node, place, path };
    if (node.kind === "list") {
      return { ...node, place, path, items: node.items.map((item, i) => this.#copy(item, place, `${path}[${i}]`)) };
    }
    const entries = [...node.entries].map(([key, entry]): [string, MapEntry] => [
      key,
      { keyPlace: place, value: this.#copy(entry.value, place, childPath(path, key)) },
    ]);
    return { ...node, place, path, entries: new Map(entries) };
  }

  #refused(place: Place, path: string, message: string): SourceNode {
    this.#report({ place, path }, { code: "YAML_LIMIT", message });
    return { kind: "scalar", place, path, value: null, quoted: false };
  }

  #place(node: ParsedNode | null): Place {
    const [start, end] = node?.range ?? [0, 0];
    return { file: this.#file, start, end };
  }

  #report(at: NodeOrigin, finding: Finding): void {
    this.problems.push(problemIn(at.place, at.path, finding));
  }
}

/** YAML keys may be anything; ours are words, or numbers written as such. */
function keyText(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

import path from "node:path";
import { type Problem, problemAt } from "../diagnostics/problem.ts";
import { mergeTrees, shareBacktest } from "./merge-trees.ts";
import { parseYaml } from "./parse-yaml.ts";
import { readErrorMessage } from "./read-error.ts";
import { childOf, EMPTY_MAP, type MapNode, type SourceNode, withEntry } from "./source-tree.ts";

/** Reads the files that a DAG file builds on. */
export interface LayerFiles {
  readText(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
}

export interface Layers {
  /** The DAG file over what it extends over `defaults.yaml`; null when the DAG file itself cannot be used. */
  readonly tree: MapNode | null;
  /** Text of every file that was read, the DAG file first. */
  readonly sources: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/**
 * The DAG file wins over what it `extends` (of several, the later file wins), and that over the `defaults.yaml`
 * of the DAG's folder. Extended files may extend others.
 *
 * @param file absolute
 */
export async function readLayers(text: string, file: string, files: LayerFiles): Promise<Layers> {
  const reader = new LayerReader(files);
  const own = reader.parse(text, file);
  if (own === null) return { tree: null, sources: reader.sources, problems: reader.problems };
  const extended = await reader.withExtended(own, [file]);
  const defaultsFile = path.join(path.dirname(file), "defaults.yaml");
  const hasDefaults = defaultsFile !== file && (await files.exists(defaultsFile));
  const defaults = hasDefaults ? await reader.read(defaultsFile, own, [file]) : EMPTY_MAP;
  const merged = mergeTrees(extended, defaults);
  const tree = merged.kind === "map" ? shareBacktest(withEntry(merged, "extends", null)) : null;
  return { tree, sources: reader.sources, problems: reader.problems };
}

class LayerReader {
  readonly sources = new Map<string, string>();
  readonly problems: Problem[] = [];
  readonly #files: LayerFiles;

  constructor(files: LayerFiles) {
    this.#files = files;
  }

  parse(text: string, file: string): MapNode | null {
    this.sources.set(file, text);
    const { root, problems } = parseYaml(text, file);
    this.problems.push(...problems);
    if (root === null || root.kind === "map") return root;
    const hint = `Start with "id: my_dag".`;
    this.problems.push(problemAt(root, { code: "DAG_INVALID", message: "A DAG file is a map of keys.", hint }));
    return null;
  }

  /** @param chain files that are being read, outermost first */
  async withExtended(own: MapNode, chain: readonly string[]): Promise<MapNode> {
    let base: MapNode = EMPTY_MAP;
    for (const reference of references(own)) {
      if (reference.kind !== "scalar" || typeof reference.value !== "string") continue;
      const file = path.resolve(path.dirname(chain.at(-1) ?? ""), reference.value);
      base = asMap(mergeTrees(await this.read(file, reference, chain), base));
    }
    return asMap(mergeTrees(own, base));
  }

  /** @param reference where the file is named */
  async read(file: string, reference: SourceNode, chain: readonly string[]): Promise<MapNode> {
    if (chain.includes(file)) {
      const loop = [...chain.slice(chain.indexOf(file)), file].map((name) => path.basename(name)).join(" → ");
      const message = `These files extend each other: ${loop}.`;
      this.problems.push(problemAt(reference, { code: "EXTENDS_INVALID", message, hint: "Break the loop." }));
      return EMPTY_MAP;
    }
    try {
      const own = this.parse(await this.#files.readText(file), file);
      return own === null ? EMPTY_MAP : await this.withExtended(own, [...chain, file]);
    } catch (error) {
      const message = readErrorMessage(file, error);
      const hint = "Paths count from the file in which they are written.";
      this.problems.push(problemAt(reference, { code: "FILE_NOT_FOUND", message, hint }));
      return EMPTY_MAP;
    }
  }
}

function references(own: MapNode): readonly SourceNode[] {
  const written = childOf(own, "extends");
  if (written === undefined) return [];
  return written.kind === "list" ? written.items : [written];
}

function asMap(node: SourceNode): MapNode {
  return node.kind === "map" ? node : EMPTY_MAP;
}

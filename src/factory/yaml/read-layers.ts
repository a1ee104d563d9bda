import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { fileFinding } from "../diagnostics/file-finding.ts";
import { type Problem, problemAt, problemIn } from "../diagnostics/problem.ts";
import { mergeTrees, shareBacktest } from "./merge-trees.ts";
import { type EnvironmentVariables, interpolate } from "./interpolate.ts";
import { parseYaml } from "./parse-yaml.ts";
import { childOf, EMPTY_MAP, type MapNode, type SourceNode, withEntry } from "./source-tree.ts";

/** Reads the files that a DAG file builds on. */
export interface LayerFiles {
  readText(path: string): Promise<string>;
  exists(path: string): Promise<boolean>;
  /** The paths under `extends` may hold `${env:…}`. */
  readonly env: EnvironmentVariables;
  /** @throws AppError when the DAG file may not read the file */
  checkFile(path: string, dagFile: string): Promise<void>;
}

/** What DAG files of a folder have in common; the first is the usual name. */
const DEFAULTS = ["defaults.yaml", "defaults.yml"] as const;

/** Whether a file holds what the DAG files beside it have in common, instead of a DAG. */
export function isDefaultsFile(file: string): boolean {
  return DEFAULTS.some((name) => name === path.basename(file));
}

export interface Layers {
  /** The DAG file over what it extends over `defaults.yaml`; null when the DAG file itself cannot be used. */
  readonly tree: MapNode | null;
  /** Text of every file that was read, the DAG file first. */
  readonly sources: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
  /** False when a file that the DAG file builds on could not be used: what seems to be missing may be in there. */
  readonly isWhole: boolean;
}

/**
 * The DAG file wins over what it `extends` (of several, the later file wins), and that over the `defaults.yaml`
 * (or `defaults.yml`) of the DAG's folder. Extended files may extend others.
 *
 * @param file absolute
 */
export async function readLayers(text: string, file: string, files: LayerFiles): Promise<Layers> {
  const reader = new LayerReader(files);
  const own = reader.parse(text, file);
  if (own === null) return { tree: null, sources: reader.sources, problems: reader.problems, isWhole: false };
  const extended = await reader.withExtended(own, [file]);
  const defaults = isDefaultsFile(file) ? EMPTY_MAP : await reader.defaults(own, file);
  const merged = mergeTrees(extended, defaults);
  const tree = merged.kind === "map" ? shareBacktest(withEntry(merged, "extends", null)) : null;
  return { tree, sources: reader.sources, problems: reader.problems, isWhole: reader.isWhole };
}

/** Files that one DAG file may be merged over; a file counts as often as it is named. */
const MAX_LAYERS = 100;

class LayerReader {
  readonly sources = new Map<string, string>();
  readonly problems: Problem[] = [];
  isWhole = true;
  readonly #files: LayerFiles;
  #readCount = 0;

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
    const { tree, problems } = interpolate(onlyExtends(own), this.#files.env);
    this.problems.push(...problems);
    const unset = new Set(problems.map(({ place }) => place));
    for (const reference of references(tree)) {
      const isUnset = unset.has(reference.place);
      if (isUnset) this.isWhole = false;
      if (isUnset || reference.kind !== "scalar" || typeof reference.value !== "string") continue;
      const file = path.resolve(path.dirname(chain.at(-1) ?? ""), reference.value);
      base = asMap(mergeTrees(await this.read(file, reference, chain), base));
    }
    return asMap(mergeTrees(own, base));
  }

  async defaults(own: MapNode, dagFile: string): Promise<MapNode> {
    const folder = path.dirname(dagFile);
    const present: string[] = [];
    for (const name of DEFAULTS) if (await this.#files.exists(path.join(folder, name))) present.push(name);
    const [first, second] = present;
    if (first === undefined) return EMPTY_MAP;
    if (second !== undefined) {
      const message = `${folder} has both ${first} and ${second}.`;
      const hint = "Merge them into one, and remove the other.";
      this.problems.push(problemIn(null, "", { code: "DAG_KEY_CONFLICT", message, hint }));
    }
    return this.read(path.join(folder, first), { ...own, place: null }, [dagFile]);
  }

  /** @param reference where the file is named */
  async read(file: string, reference: SourceNode, chain: readonly string[]): Promise<MapNode> {
    if (chain.includes(file)) {
      const loop = [...chain.slice(chain.indexOf(file)), file].map((name) => path.basename(name)).join(" → ");
      const message = `These files extend each other: ${loop}.`;
      this.problems.push(problemAt(reference, { code: "EXTENDS_INVALID", message, hint: "Break the loop." }));
      return EMPTY_MAP;
    }
    this.#readCount += 1;
    if (this.#readCount > MAX_LAYERS) {
      const message = `This DAG builds on more than ${MAX_LAYERS} files.`;
      const hint = "Let fewer files extend several others.";
      if (this.#readCount === MAX_LAYERS + 1) {
        this.problems.push(problemAt(reference, { code: "EXTENDS_INVALID", message, hint }));
      }
      return EMPTY_MAP;
    }
    try {
      await this.#files.checkFile(file, chain[0] ?? file);
      const own = this.parse(await this.#files.readText(file), file);
      if (own === null) this.isWhole = false;
      return own === null ? EMPTY_MAP : await this.withExtended(own, [...chain, file]);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.isWhole = false;
      this.problems.push(problemAt(reference, fileFinding(error)));
      return EMPTY_MAP;
    }
  }
}

function onlyExtends(own: MapNode): MapNode {
  const entry = own.entries.get("extends");
  return withEntry(EMPTY_MAP, "extends", entry ?? null);
}

function references(own: MapNode): readonly SourceNode[] {
  const written = childOf(own, "extends");
  if (written === undefined) return [];
  return written.kind === "list" ? written.items : [written];
}

function asMap(node: SourceNode): MapNode {
  return node.kind === "map" ? node : EMPTY_MAP;
}

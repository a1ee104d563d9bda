import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ERROR_CODES } from "../src/core/errors/error-codes.ts";
import { FOLDERS, forbiddenFor, PACKAGE_OWNERS, type Folder } from "../layers.ts";

const SRC = path.resolve(import.meta.dirname, "../src");

interface SourceFile {
  readonly name: string;
  readonly folder: string;
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, folder: name.split(path.sep)[0] ?? "", imports: importsOf(path.join(SRC, name)) }));

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(
    /(?:^|\s)(?:import|export)\s[^;"']*?from\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']|^import\s+["']([^"']+)["']/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

function targetFolder(file: SourceFile, specifier: string): string {
  const resolved = path.resolve(SRC, path.dirname(file.name), specifier);
  return path.relative(SRC, resolved).split(path.sep)[0] ?? "";
}

/** Files that import each other, along any way: each circle once, with every file that can be met on it. */
function importCircles(): readonly (readonly string[])[] {
  const graph = new Map(files.map((file) => [file.name, localImports(file)]));
  const reached = new Map([...graph.keys()].map((name) => [name, reachableFrom(name, graph)]));
  const circles = files
    .filter(({ name }) => reached.get(name)?.has(name))
    .map(({ name }) => [...(reached.get(name) ?? [])].filter((other) => reached.get(other)?.has(name)).toSorted());
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

function localImports(file: SourceFile): readonly string[] {
  return file.imports
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => path.join(path.dirname(file.name), specifier));
}

function reachableFrom(name: string, graph: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(graph.get(name) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return reached;
}

/** Files of source that a folder holds by itself, those of folders in it not counted. */
const MOST_FILES = 14;

/** Folders that hold more, and why they are not split. */
const WIDE_FOLDERS: Readonly<Record<string, string>> = {
  bench: "one file per bench",
  "src/api/resources": "one file per resource",
  "src/cli/actions": "one file per command: what it does",
  "src/cli/commands": "one file per command: what it takes",
  "src/engine/strategies": "one file per built-in strategy, and what several of them compute with",
  "src/factory/sections": "one file per section of a DAG file",
};

function wideFolders(): readonly string[] {
  const counts = new Map<string, number>();
  for (const root of ["src", "ui", "test", "bench", "scripts"]) {
    for (const name of readdirSync(path.resolve(SRC, "..", root), { recursive: true, encoding: "utf8" })) {
      if (!/\.(tsx?|mts|mjs|js)$/.test(name)) continue;
      const folder = path.join(root, path.dirname(name));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count > MOST_FILES).map(([folder]) => folder);
}

describe("the house", () => {
  it("has only the folders of the layer table", () => {
    const found = new Set(files.map((file) => file.folder).filter((folder) => !folder.endsWith(".ts")));
    expect([...found].filter((folder) => !FOLDERS.includes(folder as Folder))).toEqual([]);
  });

  it("imports only downwards", () => {
    const wrong = files.flatMap((file) =>
      FOLDERS.includes(file.folder as Folder)
        ? file.imports
            .filter((specifier) => specifier.startsWith("."))
            .filter((specifier) =>
              forbiddenFor(file.folder as Folder).includes(targetFolder(file, specifier) as Folder),
            )
            .map((specifier) => `${file.name} imports ${specifier}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it("has no circle of imports, those of types included", () => {
    expect(importCircles()).toEqual([]);
  });

  it("imports each owned package in its own folder only", () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((specifier) => PACKAGE_OWNERS[specifier]?.includes(file.folder as Folder) === false)
        .map((specifier) => `${file.name} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps the pure folders away from disk, network and clock", () => {
    const impure = /^node:(fs|net|http|https|child_process|worker_threads|os|timers)/;
    const wrong = files
      .filter((file) => ["core", "engine", "analytics"].includes(file.folder))
      .flatMap((file) =>
        file.imports.filter((name) => impure.test(name)).map((name) => `${file.name} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  it("keeps what an executor knows out of the sweeps: they have the name of a base, a grid, and ranges", () => {
    const known =
      /engine\/(bars|settings|strategy|strategies|profiles|sweep-cells|run-)|executors\/(?!executor)|\/data\//;
    const wrong = files
      .filter((file) => /^runs\/(sweep|kinds\/sweep)\//.test(file.name))
      .flatMap((file) => file.imports.filter((name) => known.test(name)).map((name) => `${file.name} imports ${name}`));
    expect(wrong).toEqual([]);
  });

  it("names each executor where it is, and the engine as what is meant when none is named", () => {
    const naming = files.filter(({ name }) =>
      /kind: "engine"|executor\b.*"engine"/.test(readFileSync(path.join(SRC, name), "utf8")),
    );
    expect(naming.map(({ name }) => name).sort()).toEqual([
      "executors/engine/engine-executor.ts",
      "factory/dag-spec.ts",
    ]);
  });

  it("has no error code that nothing says", () => {
    const said = files
      .filter(({ name }) => !["core/errors/error-codes.ts", "contract/error-outcomes.ts"].includes(name))
      .map(({ name }) => readFileSync(path.join(SRC, name), "utf8"))
      .join("\n");
    expect(ERROR_CODES.filter((code) => !new RegExp(String.raw`["\`]${code}\b`).test(said))).toEqual([]);
  });

  it("spells the question `Did you mean …?` in one file", () => {
    const spelt = files.filter((file) =>
      /did you mean[^`\n]*\$\{/i.test(readFileSync(path.join(SRC, file.name), "utf8")),
    );
    expect(spelt.map((file) => file.name)).toEqual(["core/text/suggest-name.ts"]);
  });

  it("has no folder with more than 14 files, but for those with a reason", () => {
    expect([...wideFolders()].sort()).toEqual(Object.keys(WIDE_FOLDERS));
  });

  it("has no file over 300 lines", () => {
    const long = files.filter((file) => readFileSync(path.join(SRC, file.name), "utf8").split("\n").length > 301);
    expect(long.map((file) => file.name)).toEqual([]);
  });
});

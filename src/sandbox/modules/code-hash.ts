import { readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { init, parse } from "es-module-lexer";
import type { CodeFile } from "../../core/values/code-file.ts";
import { sha256 } from "../../core/values/hash.ts";
import { isOfPackage } from "./module-hooks.ts";

/** What can import. A table or a list of settings is only hashed. */
const CODE = /\.[cm]?[jt]sx?$/;
/** Of CommonJS; text that only looks like one does no harm. */
const REQUIRE = /\brequire\s*\(\s*["']([.#][^"']+)["']/g;

export interface ModuleCode {
  readonly hash: string;
  /** Some of it may be CommonJS, of which a process keeps the version that it has loaded first. */
  readonly hasCommonJs: boolean;
}

/** @returns the `hash` of `readCode` */
export async function codeHash(file: string): Promise<string> {
  return (await readCode(file)).hash;
}

/**
 * SHA-256 over a module and all that it imports from its own project, however deep (relatively, or by the `imports` of a
 * package.json, or by `require`): equal hashes mean equal code. Packages are not looked into; a strategy that depends on one is as
 * reproducible as that package's version. A file that is named while the code runs is not seen, be it imported or read.
 *
 * @throws as `readFile` does, when the module is missing
 */
export async function readCode(file: string): Promise<ModuleCode> {
  const files = await filesOf(file);
  const root = path.dirname(path.resolve(file));
  const parts = [...files].map(([name, { hash }]) => `${path.relative(root, name)}\0${hash}`);
  return {
    hash: sha256(parts.sort().join("\n")),
    hasCommonJs: [...files.values()].some(({ hasCommonJs }) => hasCommonJs),
  };
}

/**
 * The files that `readCode` is about, that of the module first.
 *
 * @throws as `readFile` does, when the module is missing
 */
export async function readCodeFiles(file: string): Promise<readonly CodeFile[]> {
  const root = path.dirname(path.resolve(file));
  return [...(await filesOf(file))].map(([name, { hash, text }]) => ({
    path: path.relative(root, name).split(path.sep).join("/"),
    hash,
    text,
  }));
}

interface ReadFile extends ModuleCode {
  readonly text: string;
}

async function filesOf(file: string): Promise<ReadonlyMap<string, ReadFile>> {
  await init();
  const files = new Map<string, ReadFile>();
  await collect(path.resolve(file), files);
  return files;
}

async function collect(file: string, files: Map<string, ReadFile>): Promise<void> {
  if (files.has(file)) return;
  const text = await readFile(file, "utf8");
  const isCode = CODE.test(file);
  const { specifiers, isModule } = isCode ? lexed(text) : NO_CODE;
  files.set(file, { hash: sha256(text), hasCommonJs: !isModule, text });
  const named = isCode ? [...specifiers.flatMap((each) => fileOf(each, file)), ...requiredBy(file, text)] : [];
  for (const imported of new Set(named)) {
    // Text that only looks like an import must not fail a strategy.
    if (await isFile(imported)) await collect(imported, files);
  }
}

interface Lexed {
  readonly specifiers: readonly string[];
  readonly isModule: boolean;
}

const NO_CODE: Lexed = { specifiers: [], isModule: true };

/** Imports of types are left out: they are gone when it runs. */
function lexed(text: string): Lexed {
  try {
    const [imports, , , isModule] = parse(text);
    const specifiers = imports.flatMap((each) => {
      if (each.type === "static" || each.type === "reexport-star") return each.typeOnly ? [] : [each.specifier];
      return each.type === "dynamic" && each.specifier !== undefined && !each.glob ? [each.specifier] : [];
    });
    return { specifiers, isModule };
  } catch {
    // It cannot be loaded either.
    return { specifiers: [], isModule: false };
  }
}

function requiredBy(file: string, text: string): readonly string[] {
  return [...text.matchAll(REQUIRE)].flatMap(([, specifier = ""]) => resolved(file, specifier));
}

/** A specifier is a URL: `%20` is a space, and what follows `?` names no other file. */
function fileOf(specifier: string, importer: string): readonly string[] {
  if (specifier.startsWith("#")) return resolved(importer, specifier);
  if (!/^(\.|\/|file:)/.test(specifier)) return [];
  try {
    return [fileURLToPath(new URL(specifier, pathToFileURL(importer)))];
  } catch {
    return [];
  }
}

/** As `require` finds it: `./a` is `./a.js` or `./a/index.js`. What is in a package is none of ours. */
function resolved(importer: string, specifier: string): readonly string[] {
  try {
    const found = createRequire(importer).resolve(specifier);
    return path.isAbsolute(found) && !isOfPackage(found) ? [found] : [];
  } catch {
    return [];
  }
}

/** A pipe would be waited for without an end. */
async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

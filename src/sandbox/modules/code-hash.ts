import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { sha256 } from "../../core/values/hash.ts";

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g;

/**
 * SHA-256 over a module and all that it imports relatively, however deep: equal hashes mean equal code.
 * Packages are not looked into; a strategy that depends on one is as reproducible as that package's version.
 *
 * @throws as `readFile` does, when the module or one of its imports is missing
 */
export async function codeHash(file: string): Promise<string> {
  const contents = new Map<string, string>();
  await collect(path.resolve(file), contents);
  const root = path.dirname(path.resolve(file));
  const parts = [...contents].map(([name, hash]) => `${path.relative(root, name)}\0${hash}`);
  return sha256(parts.sort().join("\n"));
}

async function collect(file: string, contents: Map<string, string>): Promise<void> {
  if (contents.has(file)) return;
  const text = await readFile(file, "utf8");
  contents.set(file, sha256(text));
  for (const [, specifier = ""] of text.matchAll(IMPORT)) {
    const imported = path.resolve(path.dirname(file), specifier);
    // Text that only looks like an import (in a comment, say) must not fail a strategy.
    if (await isFile(imported)) await collect(imported, contents);
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

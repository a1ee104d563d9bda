import { pathToFileURL } from "node:url";
import { codeHash } from "./code-hash.ts";
import { withVersion } from "./module-hooks.ts";

/**
 * Imports a user's module by its absolute path, in its present version: a file that has changed, or whose relative
 * imports have, is loaded anew. `registerModuleHooks` must have been called in this thread.
 *
 * @throws as `import()` does
 */
export async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  // Of a missing file, `import` itself gives the better error.
  const version = await codeHash(file).catch(() => "missing");
  return importVersion(file, version);
}

export async function importVersion(file: string, version: string): Promise<Readonly<Record<string, unknown>>> {
  const url = withVersion(pathToFileURL(file).href, version);
  return (await import(url)) as Readonly<Record<string, unknown>>;
}

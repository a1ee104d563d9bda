import type { LoadedDag } from "../../src/factory/check-dag.ts";

/** A file as the factory gives it, with what matters to those who only use it. */
export function loadedFile(file: string, over: Partial<LoadedDag>): LoadedDag {
  const origins = { tree: null, sources: new Map<string, string>() };
  return { file, text: "", yamlHash: "", spec: null, diagnostics: [], origins, ...over };
}

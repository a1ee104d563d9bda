import { flushCompileCache, getCompileCacheDir } from "node:module";
import path from "node:path";

const VARIABLE = "NODE_COMPILE_CACHE";

/**
 * What a process of ours gets in its environment so that it starts with the code that others have compiled, in a third of the
 * time. Empty where this process keeps no compiled code itself.
 */
export function compileCacheEnv(): Readonly<Record<string, string>> {
  const folder = getCompileCacheDir();
  // Below the folder that was asked for lies one of each version of Node.
  return folder === undefined ? {} : { [VARIABLE]: path.dirname(folder) };
}

/** Keeps what was compiled so far for the next process, which this one may not live to do, and hands the folder on to no program. */
export function keepCompiledCode(): void {
  flushCompileCache();
  // oxlint-disable-next-line typescript/no-dynamic-delete
  delete process.env[VARIABLE];
}

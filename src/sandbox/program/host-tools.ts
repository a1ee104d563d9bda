import { execFile } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** What of util-linux this host has, looked for once. */
export interface HostTools {
  /** Words put in front of a program so that it leaves the machine to others. */
  readonly low: readonly string[];
  /** Words that give a program a process namespace of its own; null where the host does not let us. */
  readonly strict: readonly string[] | null;
}

const PROBE_MS = 5000;
/** Root needs no namespace of users; others do. */
const NAMESPACES = [
  ["unshare", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"],
  ["unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"],
] as const;

let found: Promise<HostTools> | null = null;

export function hostTools(): Promise<HostTools> {
  found ??= probe(process.env["PATH"] ?? "");
  return found;
}

async function probe(searchPath: string): Promise<HostTools> {
  const has = (name: string): boolean => findProgram(name, searchPath) !== null;
  const low = [...(has("nice") ? ["nice", "-n", "10"] : []), ...(has("ionice") ? ["ionice", "-c", "3"] : [])];
  const isLow = low.length > 0 && (await works(low));
  const namespaces = has("unshare") ? NAMESPACES : [];
  for (const strict of namespaces) if (await works(strict)) return { low: isLow ? low : [], strict };
  return { low: isLow ? low : [], strict: null };
}

function works([program = "", ...words]: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(program, [...words, "true"], { timeout: PROBE_MS }, (error) => resolve(error === null));
  });
}

/**
 * The file that a name stands for in a search path; a name with a slash stands for itself. Null when there is none that can be
 * run.
 */
export function findProgram(name: string, searchPath: string): string | null {
  if (name.includes("/")) return isRunnable(name) ? name : null;
  for (const folder of searchPath.split(path.delimiter)) {
    const file = path.join(folder === "" ? "." : folder, name);
    if (isRunnable(file)) return file;
  }
  return null;
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CodeFile } from "../../core/values/code-file.ts";
import { environmentOf, projectRootOf } from "../../executors/python/find-interpreter.ts";

/** What makes a folder the root of a Python project, whose place is part of the hash of its code. */
const ROOT_MARK = "dags";

/** Where the code of a strategy in Python lay: its imports, and the hash of its code, go by the folders from its project's root on. */
export interface PythonPlace {
  /** How many folders above the strategy's file the root of its project was. */
  readonly rootAbove: number;
  /** The folder of the strategy's file, absolute. */
  readonly folder: string;
  /** The environment that its packages are in; null for none. */
  readonly environment: string | null;
}

/** Where the code of a file in Python lies today. @param file absolute */
export function pythonPlace(file: string): PythonPlace {
  const folder = path.dirname(file);
  const way = path.relative(projectRootOf(file), folder);
  const rootAbove = way === "" || way.startsWith("..") ? 0 : way.split(path.sep).length;
  return { rootAbove, folder, environment: environmentOf(file) };
}

/**
 * Writes the files of a strategy's code as they were, below a folder; what is there already stays.
 *
 * @param files that of the strategy first
 * @param python null for code of which only the way from file to file matters
 * @returns the strategy's file, absolute; null when a path leads nowhere
 */
export async function restoreCode(
  folder: string,
  {
    name,
    files,
    python,
  }: { readonly name: string; readonly files: readonly CodeFile[]; readonly python: PythonPlace | null },
): Promise<string | null> {
  const [first] = files;
  if (first === undefined) return null;
  const depth = Math.max(python?.rootAbove ?? 0, ...files.map(({ path: file }) => stepsUp(file)));
  const own = path.join(...foldersOf(python, depth), ".");
  const places = files.map(({ path: file, text }) => ({ place: path.normalize(path.join(own, file)), text }));
  if (places.some(({ place }) => place.startsWith("..") || path.isAbsolute(place) || place.includes("\0"))) return null;
  const root = path.join(folder, python === null ? name : `python-${name}-${python.rootAbove}`);
  const found = path.join(root, own, first.path);
  if ((await stat(found).catch(() => null)) !== null) {
    // What is used stays: `nightgrid gc` takes away what nobody has used for a week.
    const now = new Date();
    await utimes(root, now, now).catch(() => undefined);
    return found;
  }
  const unfinished = path.join(folder, `.${randomBytes(6).toString("hex")}`);
  try {
    for (const { place, text } of places) {
      const file = path.join(unfinished, place);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    if (python !== null) {
      const up = Array.from({ length: python.rootAbove }, () => "..");
      const project = path.join(unfinished, own, ...up);
      await mkdir(path.join(project, ROOT_MARK), { recursive: true });
      if (python.environment !== null) await symlink(python.environment, path.join(project, ".venv"), "dir");
    }
    await rename(unfinished, root);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process has put the same files there meanwhile.
    if ((await stat(found).catch(() => null)) === null) throw error;
  }
  return found;
}

/** The names of so many folders that lead to the strategy's file. */
function foldersOf(python: PythonPlace | null, depth: number): readonly string[] {
  const names = python === null ? [] : python.folder.split(path.sep).filter((name) => name !== "");
  const known = depth === 0 ? [] : names.slice(-depth);
  return [...Array.from({ length: depth - known.length }, () => "_"), ...known];
}

function stepsUp(file: string): number {
  return file.split("/").filter((step) => step === "..").length;
}

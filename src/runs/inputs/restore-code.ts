import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CodeFile } from "../../core/values/code-file.ts";

/** What makes a folder the root of a Python project, whose place is part of the hash of its code. */
const ROOT_MARK = "dags";

/**
 * Writes the files of a strategy's code as they were, below a folder; what is there already stays.
 *
 * @param files that of the strategy first
 * @param rootAbove how many folders above the strategy's file the root of its project was; null where it does not matter
 * @returns the strategy's file, absolute; null when a path leads nowhere
 */
export async function restoreCode(
  folder: string,
  {
    name,
    files,
    rootAbove,
  }: { readonly name: string; readonly files: readonly CodeFile[]; readonly rootAbove: number | null },
): Promise<string | null> {
  const [first] = files;
  if (first === undefined) return null;
  const depth = Math.max(rootAbove ?? 0, ...files.map(({ path: file }) => stepsUp(file)));
  const own = path.join(...Array.from({ length: depth }, () => "_"), ".");
  const places = files.map(({ path: file, text }) => ({ place: path.normalize(path.join(own, file)), text }));
  if (places.some(({ place }) => place.startsWith("..") || path.isAbsolute(place) || place.includes("\0"))) return null;
  const root = path.join(folder, rootAbove === null ? name : `${name}-${rootAbove}`);
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
    if (rootAbove !== null) {
      const up = Array.from({ length: rootAbove }, () => "..");
      await mkdir(path.join(unfinished, own, ...up, ROOT_MARK), { recursive: true });
    }
    await rename(unfinished, root);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process has put the same files there meanwhile.
    if ((await stat(found).catch(() => null)) === null) throw error;
  }
  return found;
}

function stepsUp(file: string): number {
  return file.split("/").filter((step) => step === "..").length;
}

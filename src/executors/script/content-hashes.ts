import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { glob, stat } from "node:fs/promises";
import path from "node:path";
import { LRUCache } from "lru-cache";
import type { InputGlob } from "../../core/spec/script-spec.ts";
import { AppError } from "../../core/errors/app-error.ts";

/** Files are hashed once for each time they change: a sweep is opened by every worker, and inputs may be large. */
const known = new LRUCache<string, string>({ max: 20_000 });

/** SHA-256 of a file's content; null when there is no such file. */
export async function contentHash(file: string): Promise<string | null> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) return null;
  const version = `${file}\0${found.ino}\0${found.size}\0${found.mtimeMs}`;
  const before = known.get(version);
  if (before !== undefined) return before;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  const hex = hash.digest("hex");
  known.set(version, hex);
  return hex;
}

/**
 * The files that globs name, as they are named from there, with what they hold.
 *
 * @throws AppError FILE_NOT_FOUND for a glob that names nothing: a misspelt one would never make a result anew
 */
export async function inputHashes(
  globs: readonly InputGlob[],
): Promise<readonly (readonly [file: string, hash: string])[]> {
  const files = new Map<string, string>();
  for (const { folder, glob: pattern } of globs) {
    let isEmpty = true;
    for await (const name of glob(pattern, { cwd: folder })) {
      const hash = await contentHash(path.join(folder, name));
      if (hash === null) continue;
      isEmpty = false;
      files.set(name.split(path.sep).join("/"), hash);
    }
    if (isEmpty) throw noSuchInput(pattern, folder);
  }
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

function noSuchInput(pattern: string, folder: string): AppError {
  return new AppError("FILE_NOT_FOUND", `No file is named by "${pattern}" of inputs, from ${folder}`, {
    hint: "Globs count from the folder of the file in which they are written, such as ../data/**/*.csv.",
  });
}

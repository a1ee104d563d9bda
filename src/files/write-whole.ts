import { randomBytes } from "node:crypto";
import { type FileHandle, lstat, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import { isNoSpace } from "../core/errors/no-space.ts";

/**
 * Writes a file whole or not at all (I7): under a temporary name in the same folder, flushed, then renamed over what was there.
 *
 * @param file absolute; its folder exists
 * @throws AppError DISK_FULL, FILE_UNREADABLE when it cannot be written there
 */
export async function writeWhole(
  file: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
): Promise<void> {
  await writeWholeWith(file, async (handle) => {
    for await (const piece of pieces) await orSay(file, () => handle.writeFile(piece));
  });
}

/**
 * The same of what is not written from its beginning to its end. Errors of `write` go through.
 *
 * @throws AppError as `writeWhole` does
 */
export async function writeWholeWith<T>(file: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(4).toString("hex")}.partial`);
  try {
    const handle = await orSay(file, () => open(partial, "wx"));
    let written: T;
    try {
      written = await write(handle);
      await orSay(file, () => handle.sync());
    } finally {
      await handle.close();
    }
    await orSay(file, () => rename(partial, file));
    return written;
  } catch (error) {
    await rm(partial, { force: true });
    throw isNoSpace(error) ? diskFull(file, error) : error;
  }
}

/** Nothing that writes takes so long between two pieces. */
const ABANDONED_MS = 3_600_000;

/**
 * Removes what writers of this file have left behind that were killed: a process that is killed can remove nothing. What somebody has written
 * to within the last hour stays. That it cannot be removed is no error.
 */
export async function removeLeftovers(file: string, now = Date.now()): Promise<void> {
  const folder = path.dirname(file);
  const start = `.${path.basename(file)}.`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(start) || !/^[0-9a-f]{8}\.partial$/.test(name.slice(start.length))) continue;
    const leftover = path.join(folder, name);
    const found = await lstat(leftover).catch(() => null);
    if (found?.isFile() === true && now - found.mtimeMs > ABANDONED_MS)
      await rm(leftover, { force: true }).catch(() => undefined);
  }
}

async function orSay<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isNoSpace(error)) throw diskFull(file, error);
    throw new AppError("FILE_UNREADABLE", `${file} cannot be written: ${messageOf(error)}`, {
      cause: error,
      hint: "Name a file in a folder that is there and may be written to.",
    });
  }
}

function diskFull(file: string, cause: unknown): AppError {
  return new AppError("DISK_FULL", `No space left for ${file}`, { cause, hint: "Free some space." });
}

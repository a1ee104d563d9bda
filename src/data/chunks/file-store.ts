import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, readSync, readvSync, statSync } from "node:fs";
import { mkdir, open, rename, rm, utimes } from "node:fs/promises";
import path from "node:path";
import { asDiskFull } from "../snapshots/disk-full.ts";
import type { ObjectStore } from "./object-store.ts";

/** Begins the names of files that are being written; they are nobody's once they are old. */
export const UNFINISHED = ".unfinished-";
/** A file that is asked for again is marked as in use at most so often. */
const TOUCH_AFTER_MS = 60 * 60 * 1000;

/**
 * Keeps objects as files, whole or not at all: written under another name, flushed, renamed. Small files are read and looked
 * for synchronously, which takes a thirtieth of a millisecond: waiting for a thread would take three times as long.
 *
 * @param folder created with the first object
 * @param nameOf path of an object's file in `folder`
 */
export function fileStore(folder: string, nameOf: (sha256: string) => string = (sha256) => sha256): ObjectStore {
  const fileOf = (sha256: string): string => path.join(folder, nameOf(sha256));
  return {
    async has(sha256, size) {
      const file = fileOf(sha256);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats?.isFile() !== true || stats.size !== size) return false;
      // Whoever removes what nobody needs leaves alone what was asked for of late: its run may not be written down yet.
      const now = Date.now();
      if (Math.abs(now - stats.mtimeMs) > TOUCH_AFTER_MS) await utimes(file, now / 1000, now / 1000).catch(ignore);
      return true;
    },
    async get(sha256) {
      try {
        return readFileSync(fileOf(sha256));
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    read(sha256, parts) {
      const file = openForReading(fileOf(sha256));
      if (file === null) return false;
      try {
        return readInto(file, parts);
      } finally {
        closeSync(file);
      }
    },
    async put(sha256, bytes) {
      const file = fileOf(sha256);
      const unfinished = path.join(path.dirname(file), `${UNFINISHED}${randomBytes(8).toString("hex")}`);
      try {
        await mkdir(path.dirname(file), { recursive: true });
        await writeDurably(unfinished, bytes);
        await rename(unfinished, file);
      } catch (error) {
        await rm(unfinished, { force: true }).catch(ignore);
        throw asDiskFull(error, file);
      }
      if (path.dirname(file) !== folder) await flush(path.dirname(file));
    },
    settle: () => flush(folder),
  };
}

function openForReading(file: string): number | null {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Whether the file has so many bytes, no more and no less. */
function readInto(file: number, parts: readonly Uint8Array[]): boolean {
  const wanted = parts.reduce((sum, { length }) => sum + length, 0);
  if (fstatSync(file).size !== wanted) return false;
  const read = readvSync(file, parts);
  if (read === wanted) return true;
  // The system may give less than it was asked for.
  let [done, start] = [read, 0];
  for (const part of parts) {
    for (let own = Math.max(0, done - start); own < part.length; ) {
      const got = readSync(file, part, own, part.length - own, start + own);
      if (got === 0) return false;
      own += got;
      done += got;
    }
    start += part.length;
  }
  return true;
}

function ignore(): void {}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(file, "wx");
  let offset = 0;
  while (offset < bytes.length) offset += (await handle.write(bytes, offset)).bytesWritten;
  await handle.sync();
}

/** The names in a folder, too, are only safe once the folder is flushed. */
async function flush(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}

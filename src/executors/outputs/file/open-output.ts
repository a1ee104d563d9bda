import type { Stats } from "node:fs";
import { lstat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../../core/errors/app-error.ts";
import { fileError, openRegularFile, type RegularFile } from "../../../files/read-regular-file.ts";
import { realPathInside } from "../../../files/real-path-inside.ts";

/** A few milliseconds of work, so that nothing else of the process waits longer. */
const CHUNK_BYTES = 256 * 1024;

export type OutputFile = { readonly kind: "absent" } | UnusableFile | OpenFile;

/** Something is there that is not read. */
interface UnusableFile {
  readonly kind: "unusable";
  /** Goes on after the name of the file. */
  readonly problem: string;
}

export interface OpenFile extends AsyncDisposable {
  readonly kind: "open";
  /** Bytes when it was opened; no more are read. */
  readonly size: number;
  /** Each chunk is good until the next one is asked for. */
  chunks(signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined>;
  /** Why what was read may not be what the file will hold, asked after reading; null when it has not changed meanwhile. */
  changed(): Promise<string | null>;
}

/** Opens a file of a result. A link may lead to another file of the same folder; what is no regular file is not opened. */
export async function openOutput(folder: string, name: string): Promise<OutputFile> {
  const file = path.join(folder, name);
  let real: string | null = file;
  try {
    const stats = await statsOf(file);
    if (stats === null) return { kind: "absent" };
    // What is no link, lies where its name says.
    if (!stats.isFile()) real = await realPathInside(folder, file);
    if (real === null) return { kind: "unusable", problem: "is a link that leads out of the folder" };
    return openFile(await openRegularFile(real));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { code, message } = thrown;
    if (code === "FILE_NOT_FOUND") return { kind: "unusable", problem: "is a link that leads nowhere" };
    return { kind: "unusable", problem: message.replace(`${real ?? file} `, "") };
  }
}

async function statsOf(file: string): Promise<Stats | null> {
  try {
    return await lstat(file);
  } catch (error) {
    const known = fileError(file, error);
    if (known.code === "FILE_NOT_FOUND") return null;
    throw known;
  }
}

function openFile(file: RegularFile): OpenFile {
  const { handle, stats } = file;
  let bytesRead = 0;
  return {
    kind: "open",
    size: stats.size,
    async *chunks(signal) {
      const room = Buffer.allocUnsafe(CHUNK_BYTES);
      while (bytesRead < stats.size) {
        signal?.throwIfAborted();
        const { bytesRead: got } = await handle.read(room, 0, Math.min(CHUNK_BYTES, stats.size - bytesRead), bytesRead);
        if (got === 0) return;
        bytesRead += got;
        yield room.subarray(0, got);
      }
    },
    changed: async () => changeOf(stats, await handle.stat()),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

function changeOf(before: Stats, after: Stats): string | null {
  if (before.size === after.size && before.mtimeMs === after.mtimeMs) return null;
  const sizes = [before.size, after.size].map((size) => size.toLocaleString("en-US")).join(", then ");
  const how = before.size === after.size ? "" : ` (${sizes} bytes)`;
  return `was written to while it was checked${how}: a script has to close its files before it ends`;
}

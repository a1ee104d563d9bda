import { constants, createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, lstat, open, rename, truncate } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** The file that a program writes its output to by itself; this process only looks at it. */
export interface ProgramLog extends AsyncDisposable {
  /** Keeps it within its size. @param hold stands the program still while it is cut */
  keepWithin(maxBytes: number, hold: () => Disposable): Promise<void>;
  /** The same once the program has ended: the last of what it wrote is in the file itself. */
  settle(maxBytes: number): Promise<void>;
  /** The last of its text. */
  tail(bytes: number): Promise<string>;
}

/** A program can put a link or a pipe in the place of its log: neither is followed, nor waited for. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** Opened when it is first read: most programs end before. */
export function programLog(file: string): ProgramLog {
  const older = `${file}.1`;
  let opened: Promise<FileHandle> | null = null;
  return {
    async keepWithin(maxBytes, hold) {
      // The older half is in a file of its own, so that both together are within the size.
      const half = Math.floor(maxBytes / 2);
      if ((await lstat(file)).size <= half) return;
      using _held = hold();
      const { size } = await lstat(file);
      await copyPart(file, older, { start: size - half, end: size });
      await truncate(file, 0);
    },
    async settle(maxBytes) {
      const half = Math.floor(maxBytes / 2);
      const { size } = await lstat(file);
      if (size <= half) return;
      const last = `${file}.last`;
      await copyPart(file, last, { start: size - half, end: size });
      await copyPart(file, older, { start: Math.max(0, size - 2 * half), end: size - half });
      await rename(last, file);
    },
    async tail(bytes) {
      opened ??= open(file, READ);
      return tailOf(await opened, bytes);
    },
    async [Symbol.asyncDispose]() {
      await (await opened?.catch(() => null))?.close();
    },
  };
}

function copyPart(from: string, to: string, { start, end }: { readonly start: number; readonly end: number }) {
  return pipeline(createReadStream(from, { start, end: end - 1 }), createWriteStream(to));
}

async function tailOf(handle: FileHandle, bytes: number): Promise<string> {
  const { size } = await handle.stat();
  const length = Math.min(size, bytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8", 0, bytesRead);
}

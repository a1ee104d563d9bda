import { createReadStream, createWriteStream } from "node:fs";
import { type FileHandle, open, truncate } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** The file that a program writes its output to by itself; this process only looks at it. */
export interface ProgramLog extends AsyncDisposable {
  readonly fd: number;
  /** Keeps it within its size. @param hold stands the program still while it is cut */
  keepWithin(maxBytes: number, hold: () => Disposable): Promise<void>;
  /** The last of its text. */
  tail(bytes: number): Promise<string>;
}

/** Appended to, so that what is written after it was cut begins at its beginning. */
export async function openProgramLog(file: string): Promise<ProgramLog> {
  const handle = await open(file, "a+", 0o644);
  return {
    fd: handle.fd,
    async keepWithin(maxBytes, hold) {
      // The older half is in a file of its own, so that both together are within the size.
      const half = Math.floor(maxBytes / 2);
      if ((await handle.stat()).size <= half) return;
      using _held = hold();
      const { size } = await handle.stat();
      const older = `${file}.1`;
      await pipeline(createReadStream(file, { start: size - half }), createWriteStream(older));
      await truncate(file, 0);
    },
    tail: (bytes) => tailOf(handle, bytes),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

async function tailOf(handle: FileHandle, bytes: number): Promise<string> {
  const { size } = await handle.stat();
  const length = Math.min(size, bytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8", 0, bytesRead);
}

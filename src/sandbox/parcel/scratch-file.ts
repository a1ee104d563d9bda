import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Kept from before user code is loaded. */
const { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } = fs;
const allocUnsafeSlow = Buffer.allocUnsafeSlow.bind(Buffer);

/** File descriptor of a user's process at which it finds its scratch file. */
export const SCRATCH_FD = 5;
/** Files here stay in memory. */
const MEMORY_FOLDER = "/dev/shm";

/** A file without a name that a process and whoever asks it share: what one writes, the other reads before it writes itself. */
export interface ScratchFile {
  readonly fd: number;
  /** From the beginning of the file. @returns false when there is no room, or the file is not there any more */
  write(parts: readonly Uint8Array[]): boolean;
  /** In memory of its own. @throws when the file is shorter, or the length is none */
  read(bytes: number): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** @param mostBytes that are ever read of it */
export function createScratchFile(mostBytes: number): ScratchFile {
  const fd = openUnnamed(MEMORY_FOLDER) ?? openUnnamed(os.tmpdir());
  if (fd === null) throw new Error(`No file can be written to ${os.tmpdir()}`);
  return scratchFile(fd, mostBytes);
}

/** The other side, in the process that has inherited it. */
export function inheritedScratchFile(): ScratchFile {
  return scratchFile(SCRATCH_FD, Number.MAX_SAFE_INTEGER);
}

function scratchFile(fd: number, mostBytes: number): ScratchFile {
  const { ino } = fstatSync(fd);
  let isClosed = false;
  // User code may have closed it, and opened another file since.
  const isThere = (): boolean => !isClosed && fstatSync(fd).ino === ino;
  return {
    fd,
    write(parts) {
      try {
        if (!isThere()) return false;
        let at = 0;
        for (const part of parts) {
          const end = at + part.length;
          while (at < end) at += writeSync(fd, part, part.length - (end - at), end - at, at);
        }
        return true;
      } catch {
        return false;
      }
    },
    read(bytes) {
      if (!isThere() || !Number.isSafeInteger(bytes) || bytes < 0 || bytes > mostBytes || bytes > fstatSync(fd).size) {
        throw new Error(`The scratch file does not hold ${bytes} bytes`);
      }
      // All of it is written over: memory that is not zeroed before takes a third of the time.
      const all = allocUnsafeSlow(bytes);
      for (let at = 0; at < bytes; ) {
        const read = readSync(fd, all, at, bytes - at, at);
        if (read === 0) throw new Error(`The scratch file ends after ${at} bytes instead of ${bytes}`);
        at += read;
      }
      return all;
    },
    close() {
      if (!isClosed) closeSync(fd);
      isClosed = true;
    },
  };
}

function openUnnamed(folder: string): number | null {
  const file = path.join(folder, `nightgrid-${randomUUID()}`);
  try {
    const fd = openSync(file, "wx+", 0o600);
    rmSync(file);
    return fd;
  } catch {
    return null;
  }
}

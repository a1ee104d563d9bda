import fs from "node:fs";

/** Kept from before user code is loaded. */
const { writeSync } = fs;
const { wait } = Atomics;

const nothing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
const PAUSE_MS = 1;

/** Writes at once, and waits where the reader is slower. Does nothing for a descriptor that is closed. */
export function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(fd, bytes, sent);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      wait(nothing, 0, 0, PAUSE_MS);
    }
  }
}

import { type FileHandle, open, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { currentFolder } from "./cell-folder.ts";
import { LOG_FILE } from "./run-cell.ts";

const LOOK_MS = 500;
const CHUNK_BYTES = 64 * 1024;
/** Of a line without an end: it is cut there. */
const LONGEST_LINE = 16 * 1024;

/** The log of a cell, while it is being computed or afterwards; null when there is none here. */
export async function currentLog(folder: string): Promise<string | null> {
  const found = await currentFolder(folder);
  const file = found === null ? null : path.join(found, LOG_FILE);
  return file !== null && (await isFile(file)) ? file : null;
}

/** The last lines of a file, without reading the rest. */
export async function lastLines(file: string, count: number): Promise<readonly string[]> {
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  let text = "";
  for (let end = size; end > 0 && text.split("\n").length <= count + 1; end -= CHUNK_BYTES) {
    const start = Math.max(0, end - CHUNK_BYTES);
    text = `${(await readAt(handle, start, end - start)).toString("latin1")}${text}`;
    if (text.length > count * LONGEST_LINE) break;
  }
  const lines = Buffer.from(text, "latin1").toString("utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return count === 0 ? [] : lines.slice(-count).map(cut);
}

export interface FollowFileOptions {
  /** Lines to begin with. */
  readonly tail: number;
  /** Whether nothing more will come. */
  readonly isOver: () => Promise<boolean>;
}

/** The last lines of a cell's log, then new ones as they are written; also when it takes its place, is cut, or begins anew. */
export async function* followFile(
  folder: string,
  { tail, isOver }: FollowFileOptions,
): AsyncGenerator<string, void, undefined> {
  let offset = -1;
  let rest = "";
  for (;;) {
    // Asked before reading, so that nothing is left behind.
    const wasOver = await isOver();
    const file = await currentLog(folder);
    if (file !== null) {
      if (offset < 0) {
        offset = (await stat(file)).size;
        yield* await lastLines(file, tail);
      }
      for (;;) {
        const { bytes, from } = await readFrom(file, offset);
        if (bytes.length === 0) break;
        offset = from + bytes.length;
        const lines = `${rest}${bytes.toString("utf8")}`.split("\n");
        rest = cut(lines.pop() ?? "");
        yield* lines.map(cut);
      }
    }
    if (wasOver) break;
    await delay(LOOK_MS);
  }
  if (rest !== "") yield rest;
}

/** A file that is shorter than it was has been cut, and begins again. */
async function readFrom(file: string, offset: number): Promise<{ readonly bytes: Buffer; readonly from: number }> {
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  const from = size < offset ? 0 : offset;
  return { bytes: await readAt(handle, from, Math.min(CHUNK_BYTES, size - from)), from };
}

async function readAt(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
  return buffer.subarray(0, bytesRead);
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() === true;
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? line.slice(0, LONGEST_LINE) : line;
}

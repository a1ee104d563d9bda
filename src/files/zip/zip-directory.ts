import type { FileHandle } from "node:fs/promises";
import {
  CENTRAL,
  type Directory,
  END,
  END_64,
  EXTRA_64,
  LOCATOR_64,
  MAX_16,
  MAX_32,
  ZIP_METHODS,
} from "./zip-records.ts";
import type { ZipFacts } from "./zip-records.ts";

/** Why an archive is not taken, as the end of a sentence about it. */
export class ZipProblem extends Error {}

/** No archive of ours is near these. */
const MOST_FILES = 100_000;
const LARGEST_DIRECTORY = 64 * 1024 * 1024;
/** What may come out of an archive however small it is, and beyond that, of each byte of it: zeros give a thousand. */
const FREE_BYTES = 512 * 1024 * 1024;
const MOST_PER_BYTE = 100;

/**
 * The files of an archive, by name, without its folders.
 *
 * @throws ZipProblem for one that is damaged or cut off, or that holds a path that leads out of it, a name twice, a link, what
 *   is encrypted or packed unusually, files that share bytes, or more than can be meant
 */
export async function readDirectory(handle: FileHandle): Promise<ReadonlyMap<string, ZipFacts>> {
  const { size } = await handle.stat();
  const { files, offset, bytes } = await findDirectory(handle, size);
  if (files > MOST_FILES || bytes > LARGEST_DIRECTORY) throw new ZipProblem(`it holds too many files (${files})`);
  if (offset + bytes > size) throw new ZipProblem("it is cut off");
  const entries = entriesIn(await readAt(handle, offset, bytes), files);
  refuseOverlaps(entries, offset);
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (total > FREE_BYTES + MOST_PER_BYTE * size) {
    throw new ZipProblem(`it would unpack to ${Math.round(total / 1024 ** 2)} MB, which is too much for its size`);
  }
  return byName(entries);
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const room = Buffer.alloc(Math.max(0, length));
  const { bytesRead } = await handle.read(room, 0, room.length, offset);
  if (bytesRead < room.length) throw new ZipProblem("it is cut off");
  return room;
}

async function findDirectory(handle: FileHandle, size: number): Promise<Directory> {
  const tailBytes = Math.min(size, END.bytes + MAX_16);
  const tail = await readAt(handle, size - tailBytes, tailBytes);
  let at = tail.length - END.bytes;
  while (at >= 0 && tail.readUInt32LE(at) !== END.signature) at -= 1;
  if (at < 0) throw new ZipProblem("it is no zip archive, or cut off");
  const files = tail.readUInt16LE(at + 10);
  const bytes = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  if (files < MAX_16 && bytes < MAX_32 && offset < MAX_32) return { files, bytes, offset };
  const place = at - LOCATOR_64.bytes;
  if (place < 0 || tail.readUInt32LE(place) !== LOCATOR_64.signature) throw new ZipProblem("it is damaged");
  const large = await readAt(handle, Number(tail.readBigUInt64LE(place + 8)), END_64.bytes);
  if (large.readUInt32LE(0) !== END_64.signature) throw new ZipProblem("it is damaged");
  const [count = 0, length = 0, start = 0] = [32, 40, 48].map((from) => Number(large.readBigUInt64LE(from)));
  return { files: count, bytes: length, offset: start };
}

function entriesIn(directory: Buffer, count: number): readonly ZipFacts[] {
  const entries: ZipFacts[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL.bytes > directory.length || directory.readUInt32LE(at) !== CENTRAL.signature) {
      throw new ZipProblem("its directory is damaged");
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => directory.readUInt16LE(at + place));
    const end = at + CENTRAL.bytes + (nameBytes ?? 0);
    const record = directory.subarray(at, end);
    const entry = entryOf(record, directory.subarray(end, end + (extraBytes ?? 0)));
    if (entry !== null) entries.push(entry);
    at = end + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

/** Null for a folder. */
function entryOf(record: Buffer, extra: Buffer): ZipFacts | null {
  const name = record.toString("utf8", CENTRAL.bytes);
  const shown = JSON.stringify(name);
  const kind = (record.readUInt32LE(38) / 2 ** 16) & FILE_TYPE;
  if (name.endsWith("/")) return null;
  if (kind !== 0 && kind !== REGULAR) throw new ZipProblem(`${shown} in it is a link or no regular file`);
  if (!isPlainPath(name)) throw new ZipProblem(`the path ${shown} in it is not one of a file inside`);
  const [flags, method] = [record.readUInt16LE(8), record.readUInt16LE(10)];
  if ((flags & 1) === 1) throw new ZipProblem(`${shown} in it is encrypted`);
  if (method !== ZIP_METHODS.stored && method !== ZIP_METHODS.deflated) {
    throw new ZipProblem(`${shown} in it is packed in an unusual way`);
  }
  const small = [24, 20, 42].map((place) => record.readUInt32LE(place));
  const [bytes = 0, packedBytes = 0, offset = 0] = withLarge(small, extra);
  return { name, method, crc: record.readUInt32LE(16), bytes, packedBytes, offset };
}

/** Numbers that did not fit stand in the extra field, in their order. */
function withLarge(values: readonly number[], extra: Buffer): readonly number[] {
  let own: Buffer | null = null;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === EXTRA_64) own = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
  }
  let next = 0;
  return values.map((value) => {
    if (value !== MAX_32) return value;
    if (own === null || next + 8 > own.length) throw new ZipProblem("its directory is damaged");
    next += 8;
    return Number(own.readBigUInt64LE(next - 8));
  });
}

const CONTROL = /\p{Cc}/u;

/** Relative, with `/` alone, of named steps: what every system takes for a place inside. */
function isPlainPath(name: string): boolean {
  const steps = name.split("/");
  const isOdd = name.includes("\\") || name.includes(":") || name.includes("\uFFFD") || CONTROL.test(name);
  return !isOdd && steps.every((step) => step !== "" && step !== "." && step !== "..");
}

/** Files that share bytes are how a small archive gives much; each ends before the next begins, and before the directory. */
function refuseOverlaps(entries: readonly ZipFacts[], end: number): void {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, { name, offset, packedBytes }] of inOrder.entries()) {
    const limit = inOrder[index + 1]?.offset ?? end;
    if (offset + packedBytes > limit) throw new ZipProblem(`${JSON.stringify(name)} in it shares bytes with another`);
  }
}

/** Some disks take `A` and `a` for one name. */
function byName(entries: readonly ZipFacts[]): ReadonlyMap<string, ZipFacts> {
  const seen = new Set<string>();
  for (const { name } of entries) {
    const folded = name.normalize("NFC").toLowerCase();
    if (seen.has(folded)) throw new ZipProblem(`${JSON.stringify(name)} is in it twice`);
    seen.add(folded);
  }
  return new Map(entries.map((entry) => [entry.name, entry]));
}

import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { LRUCache } from "lru-cache";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import { isNoSpace } from "../core/errors/no-space.ts";
import type { Depot } from "./depot.ts";

/** What bytes have to be, to be taken for those that were put. */
export interface KnownContent {
  /** 64 hex digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Files of this host that lie in a depot, by their content. Any number of processes may use the folder. */
export interface DepotCache {
  /**
   * The file of a key's bytes, fetched when it is not here yet. It is there for a minute at least.
   *
   * @returns an absolute path; null when the depot has none
   * @throws AppError DEPOT_DAMAGED when what it has is something else; DEPOT_UNREACHABLE, DISK_FULL, and as the depot's
   */
  fetch(key: string, content: KnownContent): Promise<string | null>;
  /** Whether a file of this host is just that. Hashed once, for as long as the file stays as it is. */
  isSame(file: string, content: KnownContent): Promise<boolean>;
}

const UNFINISHED = ".unfinished-";
/** An answer may be cut off; the next one is another. */
const TRIES = 3;
/** Whoever was given a path opens it by then. */
const LEFT_ALONE_MS = 60_000;
const DESERTED_MS = 24 * 60 * 60 * 1000;

/**
 * @param folder made with the first file
 * @param maxBytes those that were not asked for the longest go first when there is more; the last one fetched stays, however large
 */
export function depotCache(depot: Depot, folder: string, maxBytes: number): DepotCache {
  const fetching = new Map<string, Promise<string | null>>();
  const hashes = new LRUCache<string, string>({ max: 1000 });
  return {
    async fetch(key, content) {
      const file = path.join(folder, content.sha256);
      if (await isHere(file, content)) return file;
      const under = fetching.get(content.sha256);
      if (under !== undefined) return under;
      const fetched = fetchFile({ depot, key, content, file }).finally(() => fetching.delete(content.sha256));
      fetching.set(content.sha256, fetched);
      const found = await fetched;
      await makeRoom(folder, maxBytes).catch(ignore);
      return found;
    },
    async isSame(file, { sha256, bytes }) {
      const stats = await stat(file).catch(() => null);
      if (stats?.isFile() !== true || stats.size !== bytes) return false;
      const state = `${file}\0${stats.ino} ${stats.size} ${stats.mtimeMs}`;
      const hash = hashes.get(state) ?? (await hashOf(file));
      if (hash !== null) hashes.set(state, hash);
      return hash === sha256;
    },
  };
}

/** Marks it as asked for. One of another size was cut by a disk, and is fetched again. */
async function isHere(file: string, { bytes }: KnownContent): Promise<boolean> {
  const stats = await stat(file).catch(() => null);
  if (stats?.isFile() !== true || stats.size !== bytes) return false;
  const now = new Date();
  await utimes(file, now, now).catch(ignore);
  return true;
}

/** Null when it cannot be read. */
async function hashOf(file: string): Promise<string | null> {
  const hash = createHash("sha256");
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) hash.update(piece);
    return hash.digest("hex");
  } catch {
    return null;
  }
}

interface Fetch {
  readonly depot: Depot;
  readonly key: string;
  readonly content: KnownContent;
  readonly file: string;
}

async function fetchFile(fetch: Fetch): Promise<string | null> {
  const { depot, key, content, file } = fetch;
  let last: unknown;
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await depot.open(key);
    if (found === null) return null;
    if (found.bytes !== content.bytes) {
      found.body.destroy();
      throw damaged(fetch, `${found.bytes} bytes in place of ${content.bytes}`);
    }
    try {
      await write(found.body, fetch);
      return file;
    } catch (error) {
      if (error instanceof AppError) throw error;
      last = error;
    }
  }
  throw new AppError("DEPOT_UNREACHABLE", `${depot.addressOf(key)} is cut off: ${messageOf(last)}`, { cause: last });
}

async function write(body: AsyncIterable<Uint8Array>, fetch: Fetch): Promise<void> {
  const { content, file } = fetch;
  const unfinished = path.join(path.dirname(file), `${UNFINISHED}${randomBytes(8).toString("hex")}`);
  const hash = createHash("sha256");
  try {
    await onDisk(file, mkdir(path.dirname(file), { recursive: true }));
    await using handle = await onDisk(file, open(unfinished, "wx"));
    let bytes = 0;
    for await (const piece of body) {
      hash.update(piece);
      bytes += piece.length;
      if (bytes > content.bytes) throw damaged(fetch, `more than ${content.bytes} bytes`);
      await onDisk(file, handle.writeFile(piece));
    }
    if (bytes < content.bytes) throw new Error(`${bytes} of ${content.bytes} bytes came`);
    if (hash.digest("hex") !== content.sha256) throw damaged(fetch, "other bytes than were put there");
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true }).catch(ignore);
  }
}

/** What the disk says, told apart from what the depot's answer says. */
async function onDisk<T>(file: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const hint = "Free some space, or give the cache another size by NIGHTGRID_CACHE.";
    throw isNoSpace(error)
      ? new AppError("DISK_FULL", `No space left in ${path.dirname(file)}`, { cause: error, hint })
      : new AppError("FILE_UNREADABLE", `${path.dirname(file)} cannot be written: ${messageOf(error)}`, {
          cause: error,
          hint: "Check the rights of the folder.",
        });
  }
}

function damaged({ depot, key }: Fetch, what: string): AppError {
  return new AppError("DEPOT_DAMAGED", `${depot.addressOf(key)} has ${what}`, {
    hint: "It was replaced or cut there. Make it anew: nightgrid clear <run> <task>.",
  });
}

async function makeRoom(folder: string, maxBytes: number): Promise<void> {
  const now = Date.now();
  const files: { readonly file: string; readonly bytes: number; readonly usedMs: number }[] = [];
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    const stats = await stat(file).catch(() => null);
    if (stats?.isFile() !== true) continue;
    if (!name.startsWith(UNFINISHED)) files.push({ file, bytes: stats.size, usedMs: stats.mtimeMs });
    else if (now - stats.mtimeMs > DESERTED_MS) await rm(file, { force: true });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { file, bytes, usedMs } of files.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes || Math.abs(now - usedMs) < LEFT_ALONE_MS) continue;
    await rm(file, { force: true });
    total -= bytes;
  }
}

function ignore(): void {}

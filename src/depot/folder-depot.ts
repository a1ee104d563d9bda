import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { AppError, messageOf } from "../core/errors/app-error.ts";
import type { Depot, FoundObject } from "./depot.ts";
import { checkKey } from "./depot-key.ts";

/** Begins the names of files that are being put. */
const UNFINISHED = ".unfinished-";

/**
 * A folder that all hosts see at the same path, such as one of a network. It has to be there: one that is made because the
 * network's was not mounted would be seen by nobody else.
 */
export function folderDepot(folder: string): Depot {
  const fileOf = (key: string): string => path.join(folder, ...checkKey(key).split("/"));
  const put = (key: string, write: (unfinished: string) => Promise<void>, give = rename) =>
    explained(folder, async () => {
      await stat(folder);
      const file = fileOf(key);
      const unfinished = path.join(path.dirname(file), `${UNFINISHED}${randomBytes(8).toString("hex")}`);
      try {
        await mkdir(path.dirname(file), { recursive: true });
        await write(unfinished);
        await flush(unfinished);
        await give(unfinished, file);
      } finally {
        await rm(unfinished, { force: true }).catch(ignore);
      }
      await flush(path.dirname(file));
    });
  return {
    address: folder,
    addressOf: fileOf,
    put: (key, bytes) => put(key, (unfinished) => writeWhole(unfinished, bytes)),
    async putNew(key, bytes) {
      let isFirst = true;
      // A link, other than a rename, is refused where there is something already.
      await put(
        key,
        (unfinished) => writeWhole(unfinished, bytes),
        (unfinished, file) =>
          link(unfinished, file).catch((error: unknown) => {
            if (codeOf(error) !== "EEXIST") throw error;
            isFirst = false;
          }),
      );
      return isFirst;
    },
    async putFile(key, file, signal) {
      await put(key, async (unfinished) => {
        await copyFile(file, unfinished);
        signal?.throwIfAborted();
      }).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error;
      });
    },
    get: (key) => explained(folder, () => orAbsent(readFile(fileOf(key)))),
    open: (key) =>
      explained(folder, async () => {
        const handle = await orAbsent(open(fileOf(key), "r"));
        if (handle === null) return null;
        const stats = await handle.stat();
        if (!stats.isFile()) await handle.close();
        if (!stats.isFile()) return null;
        return { bytes: stats.size, body: createReadStream("", { fd: handle }) };
      }),
    sizeOf: (key) =>
      explained(folder, async () => {
        const stats = await orAbsent(stat(fileOf(key)));
        return stats?.isFile() === true ? stats.size : null;
      }),
    async *list(prefix) {
      // The names of a folder are read whole, and a prefix may end within one.
      const above = prefix.slice(0, prefix.lastIndexOf("/") + 1);
      const found = await explained(folder, () => filesIn(folder, above));
      const own = found.filter(({ key }) => key.startsWith(prefix) && !path.posix.basename(key).startsWith(UNFINISHED));
      yield* own.toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    },
    remove: (keys) =>
      explained(folder, async () => {
        for (const key of keys) {
          await rm(fileOf(key), { force: true });
          await removeEmpty(path.dirname(fileOf(key)), folder);
        }
      }),
    removeUnfinished: (before) =>
      explained(folder, async () => {
        for (const { key, changedAt } of await filesIn(folder, "")) {
          if (path.posix.basename(key).startsWith(UNFINISHED) && changedAt < before) {
            await rm(fileOf(key), { force: true });
          }
        }
      }),
    close: ignore,
  };
}

/** Of all below; what goes meanwhile is left out. */
async function filesIn(folder: string, from: string): Promise<readonly FoundObject[]> {
  const found: FoundObject[] = [];
  const open = [from];
  for (let above = open.pop(); above !== undefined; above = open.pop()) {
    const entries = (await orAbsent(readdir(path.join(folder, above), { withFileTypes: true }))) ?? [];
    for (const entry of entries) {
      const key = `${above}${entry.name}`;
      if (entry.isDirectory()) open.push(`${key}/`);
      if (!entry.isFile()) continue;
      const stats = await orAbsent(stat(path.join(folder, key)));
      if (stats !== null) found.push({ key, bytes: stats.size, changedAt: stats.mtime });
    }
  }
  return found;
}

/** Up to the depot itself, which stays. */
async function removeEmpty(from: string, depot: string): Promise<void> {
  for (let empty = from; empty.length > depot.length; empty = path.dirname(empty)) {
    const isGone = await rmdir(empty).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await using handle = await open(file, "wx");
  await handle.writeFile(bytes);
}

/** Of a folder: the names in it, too, are only safe once it is flushed. */
async function flush(file: string): Promise<void> {
  await using handle = await open(file, "r");
  await handle.sync();
}

async function explained<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof AppError || error instanceof TypeError || code === "") throw error;
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new AppError("DISK_FULL", `No space left in ${folder}`, { cause: error, hint: "Free some space." });
    }
    const [text, hint] =
      code === "ENOENT"
        ? ["is not there", "Make or mount it on this host, or correct NIGHTGRID_ARTIFACTS."]
        : [`cannot be used: ${messageOf(error)}`, "Check its rights, and whether it is mounted."];
    const passes = ["EIO", "ESTALE", "ETIMEDOUT", "EBUSY"].includes(code);
    throw new AppError(passes ? "DEPOT_UNREACHABLE" : "DEPOT_REFUSED", `${folder} ${text}`, { hint, cause: error });
  }
}

async function orAbsent<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(codeOf(error))) return null;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function ignore(): void {}

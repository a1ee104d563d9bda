import { randomBytes } from "node:crypto";
import { lstat, mkdir, readdir, rename, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import { type FileKind, fileKindOf } from "../../core/retention/retention-spec.ts";
import type { RunId } from "../../core/names/ids.ts";
import { folderSize, type FolderSize } from "../../files/folder-size.ts";
import { runFolder } from "../files/depot-keys.ts";
import { resultsFolder } from "../kinds/callback/artifact-writer.ts";
import { folderOfRun } from "./run-folders.ts";

/** What is removed lies there for a moment; nothing else does. */
const REMOVED = ".removed";
/** By then whoever set it aside has removed it, or was killed. */
const DESERTED_MS = 60 * 60 * 1000;

/** Files of a run that nobody finds any more, and that are still there. */
export interface AsideFiles {
  /** The folder that they are in. */
  readonly folder: string;
  /** Takes them back, when their rows stay. */
  putBack(): Promise<void>;
  remove(): Promise<void>;
}

export type KindSize = FolderSize & { readonly kind: FileKind };

/**
 * Takes files of a run out of its folder on this host, each by one rename, so that it takes no longer than a lock may be held. Links
 * are moved as links; into a folder that is one nobody goes.
 *
 * @returns null when there are none
 * @throws as the file system does; then all are where they were
 */
export async function setAside(
  home: string,
  id: RunId,
  kinds: readonly FileKind[] | "all",
): Promise<AsideFiles | null> {
  const from = folderOfRun(home, id);
  const stats = await orNull(lstat(from));
  if (stats === null) return null;
  const folder = path.join(removedFolder(home), `${runFolder(id)}.${randomBytes(6).toString("hex")}`);
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  if (kinds === "all") {
    await mkdir(removedFolder(home), { recursive: true });
    if ((await orNull(rename(from, folder).then(() => true))) === null) return null;
    return { folder, putBack: () => rename(folder, from), remove };
  }
  if (stats.isSymbolicLink()) {
    throw new AppError("FILE_UNREADABLE", `${from} is a link`, { hint: "Remove what it leads to by hand." });
  }
  const names = (await orNull(readdir(from)))?.filter((name) => kinds.includes(fileKindOf(name))) ?? [];
  if (names.length === 0) return null;
  const moved: string[] = [];
  const putBack = async (): Promise<void> => {
    await mkdir(from, { recursive: true });
    for (const name of moved) await rename(path.join(folder, name), path.join(from, name));
    await rmdir(folder);
  };
  await mkdir(folder, { recursive: true });
  try {
    for (const name of names) {
      const isMoved = (await orNull(rename(path.join(from, name), path.join(folder, name)).then(() => true))) ?? false;
      if (isMoved) moved.push(name);
    }
  } catch (error) {
    await putBack();
    throw error;
  }
  await rmdir(from).catch(ignore);
  return { folder, putBack, remove };
}

/** Sizes of the entries of a run's folder that no row names, by kind. */
export async function sizesOf(folder: string, named: ReadonlySet<string>): Promise<readonly KindSize[]> {
  const names = (await namesIn(folder)).filter((name) => !named.has(name));
  return Promise.all(
    names.map(async (name) => ({ kind: fileKindOf(name), ...(await entrySize(path.join(folder, name))) })),
  );
}

/** Of a file, a link, or a folder with all that is in it. */
export async function entrySize(entry: string): Promise<FolderSize> {
  const stats = await lstat(entry).catch(() => null);
  if (stats === null) return { files: 0, bytes: 0 };
  return stats.isDirectory() ? folderSize(entry) : { files: 1, bytes: stats.size };
}

/** What was set aside by a process that was killed, as paths. */
export async function desertedAside(home: string, now: Date): Promise<readonly string[]> {
  const folder = removedFolder(home);
  const found: string[] = [];
  for (const name of await namesIn(folder)) {
    const entry = path.join(folder, name);
    // A rename leaves the time of the last write as it is, and moves this one on.
    const changedMs = (await lstat(entry).catch(() => null))?.ctimeMs ?? Number.POSITIVE_INFINITY;
    if (now.getTime() - changedMs > DESERTED_MS) found.push(entry);
  }
  return found;
}

function removedFolder(home: string): string {
  return path.join(resultsFolder(home), REMOVED);
}

/** Null where it is not there (any more). */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function ignore(): void {}

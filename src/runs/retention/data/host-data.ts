import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { sha256 } from "../../../core/values/hash.ts";
import { parseManifest } from "../../../data/snapshots/manifest.ts";
import { manifestFile } from "../../../data/snapshots/manifest-store.ts";
import { chunksFolder, projectManifests, snapshotsFolder } from "../../../data/snapshots/snapshot-store.ts";
import { folderSize } from "../../../files/folder-size.ts";
import { DATA_NAME, type DataPlace, type FoundData } from "./data-place.ts";

/** Frozen data on this host. Whoever is about to use a file marks it as new, so that it is asked for its age once more before it goes. */
export function hostData(home: string): DataPlace {
  const manifests = projectManifests(home);
  const snapshots = snapshotsFolder(home);
  const chunks = chunksFolder(home);
  const manifestOf = (name: string): string => manifestFile(snapshots, name);
  return {
    kind: "data",
    address: path.join(home, ".nightgrid"),
    async *manifests() {
      for (const name of await namesIn(snapshots)) {
        const folder = path.join(snapshots, name);
        // One without a manifest is what a process left that was killed.
        const stats = (await orNull(stat(manifestOf(name)))) ?? (await orNull(stat(folder)));
        if (stats !== null) yield { name, bytes: (await folderSize(folder)).bytes, changedAt: stats.mtime };
      }
    },
    async *chunks() {
      for (const name of await namesIn(chunks)) {
        const stats = await orNull(stat(path.join(chunks, name)));
        if (stats?.isFile() === true) yield { name, bytes: stats.size, changedAt: stats.mtime } satisfies FoundData;
      }
    },
    async chunksOf(name) {
      const bytes = await manifests.get(name);
      // A snapshot of before there were chunks is not named by its manifest, and has all in its folder.
      if (bytes === null || sha256(bytes) !== name) return [];
      return parseManifest(bytes, manifestOf(name)).chunks.map((chunk) => chunk.sha256);
    },
    likeOf: (name) => manifests.likeOf(name),
    async removeManifest(name, before) {
      const stats = await orNull(stat(manifestOf(name)));
      if (stats !== null && stats.mtime >= before) return;
      await rm(manifestOf(name), { force: true });
      await rm(path.join(snapshots, name), { recursive: true, force: true });
    },
    async removeChunks(names, before) {
      for (const name of names) {
        const file = path.join(chunks, name);
        const stats = await orNull(stat(file));
        if (stats !== null && stats.mtime < before) await rm(file, { force: true });
      }
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => DATA_NAME.test(name));
}

/** Null of what is gone meanwhile. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

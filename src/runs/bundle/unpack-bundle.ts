import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { type Manifest, manifestBytes, parseManifest } from "../../data/snapshots/manifest.ts";
import { restorePrices } from "../../data/portable/restore-prices.ts";
import { openSnapshot } from "../../data/snapshots/snapshot-store.ts";
import { AppError } from "../../core/errors/app-error.ts";
import { snapshotId } from "../../core/names/ids.ts";
import { sha256 } from "../../core/values/hash.ts";
import { openRegularFile } from "../../files/read-regular-file.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { checkedPieces, openZip, type OpenZip, readZipFile } from "../../files/zip/read-zip.ts";
import { ZipProblem } from "../../files/zip/zip-directory.ts";
import {
  type BundledSnapshot,
  type BundleManifest,
  invalidBundle,
  MANIFEST_FILE,
  parseBundleManifest,
} from "./bundle-manifest.ts";

const LARGEST_MANIFEST = 64 * 1024 * 1024;

/** A bundle whose files lie in a folder, each as the bundle promises it. */
export interface UnpackedBundle {
  readonly manifest: BundleManifest;
  /** Absolute path of a file of the bundle. @throws AppError BUNDLE_INVALID where it has none of the name */
  fileOf(this: void, name: string): string;
}

/**
 * Unpacks a bundle that anybody may have made: nothing is written outside of the folder, or beyond what it says.
 *
 * @param folder absolute, empty
 * @throws AppError BUNDLE_INVALID, BUNDLE_VERSION, FILE_NOT_FOUND, DISK_FULL
 */
export async function unpackBundle(file: string, folder: string): Promise<UnpackedBundle> {
  await using opened = await openRegularFile(file);
  try {
    const zip = await openZip(opened.handle);
    const manifest = parseBundleManifest((await readZipFile(zip, MANIFEST_FILE, LARGEST_MANIFEST)).toString("utf8"));
    refuseOthers(zip, manifest);
    for (const { path: name, sha256: promised } of manifest.files) {
      const place = path.join(folder, name);
      await mkdir(path.dirname(place), { recursive: true });
      await writeWhole(place, checkedPieces(zip.read(name), { name, sha256: promised }));
    }
    const known = new Set(manifest.files.map(({ path: name }) => name));
    return {
      manifest,
      fileOf(name) {
        if (!known.has(name)) throw invalidBundle(`it has no file ${JSON.stringify(name)}`);
        return path.join(folder, name);
      },
    };
  } catch (error) {
    throw error instanceof ZipProblem ? invalidBundle(error.message, error) : error;
  }
}

/** Exactly the files that the manifest lists, whose paths the archive was checked for. */
function refuseOthers({ files }: OpenZip, manifest: BundleManifest): void {
  const listed = new Set(manifest.files.map(({ path: name }) => name));
  for (const { path: name, bytes } of manifest.files) {
    const found = files.get(name);
    if (found === undefined) throw invalidBundle(`${JSON.stringify(name)} is missing`);
    if (found.bytes !== bytes) throw invalidBundle(`${JSON.stringify(name)} in it was changed`);
  }
  for (const name of files.keys()) {
    if (name !== MANIFEST_FILE && !listed.has(name)) throw invalidBundle(`${JSON.stringify(name)} is no file of it`);
  }
}

/**
 * Freezes the prices of a bundle in a project; those that are not in the bundle must be on this disk.
 *
 * @param home the project that takes them
 * @param known a project that may have them
 * @throws AppError BUNDLE_INVALID, BUNDLE_REFUSED where they are nowhere
 */
export async function restoreSnapshot(
  { id, manifest: place, prices }: BundledSnapshot,
  { fileOf }: UnpackedBundle,
  { home, known }: { readonly home: string; readonly known: string },
): Promise<{ readonly home: string }> {
  if (prices === null) return { home: await whereItIs(id, known) };
  const manifest = await readManifest(id, fileOf(place));
  const files = new Map(prices.map(({ symbol, file }) => [symbol, file]));
  try {
    await restorePrices(home, manifest, (symbol) => {
      const file = files.get(symbol);
      return file === undefined ? null : fileOf(file);
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "DATASET_INVALID") throw invalidBundle(error.message, error);
    throw error;
  }
  return { home };
}

async function whereItIs(id: string, known: string): Promise<string> {
  if ((await openSnapshot(known, snapshotId(id))) !== null) return known;
  throw new AppError(
    "BUNDLE_REFUSED",
    `The bundle holds no prices, and the project ${known} has not those of ${id.slice(0, 12)}`,
    {
      hint: "Ask for a bundle that was made without --no-data, or replay it in the project that has the snapshot.",
    },
  );
}

async function readManifest(id: string, file: string): Promise<Manifest> {
  await using handle = await open(file, "r");
  const bytes = await handle.readFile();
  if (sha256(bytes) !== id)
    throw invalidBundle(`the manifest of the snapshot ${JSON.stringify(id)} is not what it is named by`);
  const manifest = parseManifest(bytes, "The manifest of the bundle");
  if (sha256(manifestBytes(manifest)) !== id) throw invalidBundle("a manifest in it is not in its plain form");
  return manifest;
}

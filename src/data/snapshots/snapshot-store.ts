import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "../../core/errors/app-error.ts";
import type { SnapshotId } from "../../core/names/ids.ts";
import type { Bars } from "../../engine/bars.ts";
import { barsOver, byteLengthOf, bytesOf } from "../bars/allocate-bars.ts";
import type { LoadedSnapshot, Snapshot } from "../dataset.ts";
import { asDiskFull } from "./disk-full.ts";
import { contentId, type SnapshotManifest } from "./snapshot-manifest.ts";

const BARS_FILE = "bars.bin";
const MANIFEST_FILE = "manifest.json";

function snapshotsFolder(home: string): string {
  return path.join(home, ".nightgrid", "snapshots");
}

/**
 * Keeps a snapshot under its id; one that is there already stays as it is. It appears
 * whole or not at all: it is written under another name, flushed, and renamed.
 *
 * @throws AppError DISK_FULL
 */
export async function writeSnapshot(home: string, manifest: SnapshotManifest, bars: readonly Bars[]): Promise<void> {
  const folder = path.join(snapshotsFolder(home), manifest.id);
  if (existsSync(folder)) return;
  const unfinished = path.join(snapshotsFolder(home), `.${manifest.id.slice(0, 12)}-${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(unfinished, { recursive: true });
    await writeDurably(path.join(unfinished, BARS_FILE), bars.flatMap(bytesOf));
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeDurably(path.join(unfinished, MANIFEST_FILE), [new TextEncoder().encode(text)]);
    await flush(unfinished);
    await rename(unfinished, folder);
    await flush(snapshotsFolder(home));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process has put the same content there meanwhile.
    if (existsSync(folder)) return;
    throw asDiskFull(error, `Snapshot ${folder}`);
  }
}

/**
 * A snapshot by its id, without parsing anything: the bars are the file's bytes, in shared memory.
 *
 * @returns null when this host does not have it
 * @throws AppError DATASET_INVALID when its bytes are not those that it was named by
 */
export async function openSnapshot(home: string, id: SnapshotId): Promise<LoadedSnapshot | null> {
  const folder = path.join(snapshotsFolder(home), id);
  if (!existsSync(path.join(folder, MANIFEST_FILE))) return null;
  const manifest = JSON.parse(await readFile(path.join(folder, MANIFEST_FILE), "utf8")) as SnapshotManifest;
  const buffer = await readShared(path.join(folder, BARS_FILE));
  const bars = splitBars(manifest, buffer);
  if (bars === null || contentId(manifest, bars) !== id) {
    throw new AppError("DATASET_INVALID", `Snapshot ${folder} is damaged: its content is not what it is named by`, {
      hint: "Delete that folder; the next run makes it again from the source.",
    });
  }
  const { format: _, ...snapshot } = manifest;
  return { snapshot: { ...snapshot, id } satisfies Snapshot, bars };
}

function splitBars(manifest: SnapshotManifest, buffer: SharedArrayBuffer): readonly Bars[] | null {
  const wanted = manifest.symbols.reduce((sum, layout) => sum + byteLengthOf(layout), 0);
  if (wanted !== buffer.byteLength) return null;
  let offset = 0;
  return manifest.symbols.map((layout) => {
    const found = barsOver(layout, buffer, offset);
    offset += byteLengthOf(layout);
    return found;
  });
}

async function readShared(file: string): Promise<SharedArrayBuffer> {
  await using handle = await open(file, "r");
  const { size } = await handle.stat();
  const buffer = new SharedArrayBuffer(size);
  const bytes = new Uint8Array(buffer);
  let offset = 0;
  while (offset < size) {
    const { bytesRead } = await handle.read(bytes, offset, size - offset);
    if (bytesRead === 0) break;
    offset += bytesRead;
  }
  return buffer;
}

async function writeDurably(file: string, parts: readonly Uint8Array[]): Promise<void> {
  await using handle = await open(file, "wx");
  for (const part of parts) await writeWhole(handle, part);
  await handle.sync();
}

async function writeWhole(handle: FileHandle, part: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < part.length) offset += (await handle.write(part, offset)).bytesWritten;
}

/** The names in a folder, too, are only safe once the folder is flushed. */
async function flush(folder: string): Promise<void> {
  await using handle = await open(folder, "r");
  await handle.sync();
}

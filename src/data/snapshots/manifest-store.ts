import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, utimes } from "node:fs/promises";
import path from "node:path";
import { isMap } from "../../core/values/document-shape.ts";
import { hashValue, sha256 } from "../../core/values/hash.ts";
import { packManifest, unpackManifest } from "../../files/packed-manifest.ts";
import { writeWhole } from "../../files/write-whole.ts";
import { fileStore } from "../chunks/file-store.ts";
import type { ObjectStore } from "../chunks/object-store.ts";

const PACKED = "manifest.zst";
/** As earlier versions wrote them, also those of before there were chunks. */
const PLAIN = "manifest.json";
/** A manifest that is so different from the one before is packed by itself, and those that follow like it. */
const MOST_OF_WHOLE = 0.25;

/** A frame that programs for zstd leap over; in it stands the name of the manifest that another one is packed like. */
const SKIPPED = Buffer.from("502a4d1840000000", "hex");
const NAME_BYTES = 64;
const NAME = /^[0-9a-f]{64}$/;

export interface ManifestStore extends ObjectStore {
  /** The manifest without which this one cannot be unpacked; null where it needs none, and where there is none. */
  likeOf(id: string): Promise<string | null>;
}

/** The file of a manifest, packed or plain; the packed one where there is none. */
export function manifestFile(folder: string, id: string): string {
  const [packed, plain] = [PACKED, PLAIN].map((name) => path.join(folder, id, name));
  return (plain !== undefined && existsSync(plain) && !existsSync(packed ?? "") ? plain : packed) ?? "";
}

/**
 * Manifests of a folder: `<id>/manifest.zst`, packed by zstd like an earlier one of the same symbols that is packed by itself, since
 * nearly all of its hashes are the same. Two files are read at most. What cannot be unpacked is given as it lies; whoever reads sees
 * that it is not what it is named by.
 *
 * @param folder created with the first manifest, as is `series`: what says there of the same symbols which one is packed by itself.
 *   When that is lost, the next one is
 */
export function manifestStore(folder: string, series: string): ManifestStore {
  const packed = fileStore(folder, (id) => path.join(id, PACKED));
  const plain = fileStore(folder, (id) => path.join(id, PLAIN));

  async function get(id: string): Promise<Uint8Array | null> {
    const file = await packed.get(id);
    if (file === null) return plain.get(id);
    return (await unpacked(file)) ?? file;
  }

  async function unpacked(file: Uint8Array): Promise<Uint8Array | null> {
    const like = likeIn(file);
    if (like === null) return orNull(() => unpackManifest(file, null));
    const whole = await wholeOf(like);
    return whole && orNull(() => unpackManifest(file.subarray(SKIPPED.length + NAME_BYTES), whole));
  }

  /** Of a manifest that is packed by itself. */
  async function wholeOf(id: string): Promise<Uint8Array | null> {
    const file = await packed.get(id);
    if (file === null || likeIn(file) !== null) return null;
    const bytes = orNull(() => unpackManifest(file, null));
    return bytes !== null && sha256(bytes) === id ? bytes : null;
  }

  /** False where it is not worth it, or where the other one is gone meanwhile. */
  async function putLike(id: string, bytes: Uint8Array, like: string, most: number): Promise<boolean> {
    if (like === id) return false;
    const other = await wholeOf(like);
    if (other === null) return false;
    // Whoever removes what nobody needs leaves alone what was asked for of late.
    const now = Date.now() / 1000;
    await utimes(path.join(folder, like, PACKED), now, now).catch(() => {});
    const own = packManifest(bytes, other);
    if (own.length > most) return false;
    await packed.put(id, Buffer.concat([SKIPPED, Buffer.from(like, "latin1"), own]));
    return existsSync(path.join(folder, like, PACKED));
  }

  return {
    get,
    async has(id, size) {
      const bytes = await get(id);
      if (bytes?.length !== size || sha256(bytes) !== id) return false;
      const file = await packed.get(id);
      return file === null ? plain.has(id, size) : packed.has(id, file.length);
    },
    async put(id, bytes) {
      const whole = packManifest(bytes, null);
      const note = path.join(series, seriesOf(bytes));
      const like = noted(note);
      if (like === null || !(await putLike(id, bytes, like, whole.length * MOST_OF_WHOLE))) {
        await packed.put(id, whole);
        await writeNote(note, id);
      }
      await rm(path.join(folder, id, PLAIN), { force: true });
    },
    settle: () => packed.settle(),
    async likeOf(id) {
      const file = await packed.get(id);
      return file === null ? null : likeIn(file);
    },
  };
}

function likeIn(file: Uint8Array): string | null {
  const start = Buffer.from(file.subarray(0, SKIPPED.length + NAME_BYTES));
  if (!start.subarray(0, SKIPPED.length).equals(SKIPPED)) return null;
  const name = start.toString("latin1", SKIPPED.length);
  return NAME.test(name) ? name : null;
}

/** Manifests of the same symbols are most probably of nights that follow on each other. */
function seriesOf(bytes: Uint8Array): string {
  const manifest = orNull((): unknown => JSON.parse(new TextDecoder().decode(bytes)));
  const { symbols = null, timeframe = null } = isMap(manifest) ? manifest : {};
  return hashValue({ symbols, timeframe });
}

function noted(note: string): string | null {
  const text = orNull(() => readFileSync(note, "utf8")) ?? "";
  return NAME.test(text) ? text : null;
}

async function writeNote(note: string, id: string): Promise<void> {
  await mkdir(path.dirname(note), { recursive: true });
  await writeWhole(note, [id]);
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

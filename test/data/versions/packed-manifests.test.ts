import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../src/core/values/hash.ts";
import { type Manifest, manifestBytes } from "../../../src/data/snapshots/manifest.ts";
import { type ManifestStore, manifestStore } from "../../../src/data/snapshots/manifest-store.ts";

let folder: string;
let store: ManifestStore;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-manifests-"));
  store = manifestStore(path.join(folder, "snapshots"), path.join(folder, "manifests"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const YEARS = Array.from({ length: 20 }, (_, year) => String(2000 + year));

interface Kept {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Twenty symbols of twenty years, of which each night changes the last. */
function manifestOf(night: number, prices = 0): Kept {
  const symbols = Array.from({ length: 20 }, (_, symbol) => `S${symbol}`);
  const chunks = symbols.flatMap((symbol) =>
    YEARS.map((period) => {
      const said = [symbol, period, prices, period === "2019" ? night : 0];
      return { symbol, period, sha256: sha256(said.join()), rows: 252, from: 0, to: 1 };
    }),
  );
  const manifest: Manifest = { format: 3, timeframe: "1d", barsPerYear: 252, symbols, chunks };
  const bytes = manifestBytes(manifest);
  return { id: sha256(bytes), bytes };
}

function fileOf({ id }: Kept, name = "manifest.zst"): string {
  return path.join(folder, "snapshots", id, name);
}

async function put(manifest: Kept): Promise<number> {
  await store.put(manifest.id, manifest.bytes);
  return statSync(fileOf(manifest)).size;
}

const [first, second, third] = [manifestOf(1), manifestOf(2), manifestOf(3)];
const revised = [manifestOf(4, 1), manifestOf(5, 1)] as const;

async function expectKept(...manifests: readonly Kept[]): Promise<void> {
  for (const { id, bytes } of manifests) {
    expect(await store.get(id)).toEqual(Buffer.from(bytes));
    expect(await store.has(id, bytes.length)).toBe(true);
  }
}

describe("manifests on disk", () => {
  it("are packed like the first of the same symbols, so that two are read at most", async () => {
    const whole = await put(first);
    expect(whole).toBeLessThan(first.bytes.length / 2);
    for (const next of [second, third]) expect(await put(next)).toBeLessThan(whole / 4);
    expect(await Promise.all([first, second, third].map(({ id }) => store.likeOf(id)))).toEqual([
      null,
      first.id,
      first.id,
    ]);
    await expectKept(first, second, third);
  });

  it("are packed by themselves when nearly all of it is new, and those that follow like them", async () => {
    await put(first);
    for (const next of revised) await put(next);
    expect(await Promise.all(revised.map(({ id }) => store.likeOf(id)))).toEqual([null, revised[0].id]);
    await expectKept(first, ...revised);
  });

  it("are packed by themselves when the one before is gone or damaged", async () => {
    await put(first);
    truncateSync(fileOf(first), 100);
    await put(second);
    rmSync(path.dirname(fileOf(second)), { recursive: true });
    await put(third);
    expect([await store.likeOf(third.id), await store.has(first.id, first.bytes.length)]).toEqual([null, false]);
    await expectKept(third);
  });

  it("are not what they are named by without the one that they are packed like, until they are put again", async () => {
    await put(first);
    await put(second);
    rmSync(fileOf(first));
    const found = await store.get(second.id);
    expect(sha256(found ?? new Uint8Array())).not.toBe(second.id);
    expect(await store.has(second.id, second.bytes.length)).toBe(false);
    await put(second);
    await expectKept(second);
  });

  it("are read where versions before left them plain, and are not written again", async () => {
    mkdirSync(path.dirname(fileOf(first)), { recursive: true });
    writeFileSync(fileOf(first, "manifest.json"), first.bytes);
    await expectKept(first);
    truncateSync(fileOf(first, "manifest.json"), 100);
    expect(await store.has(first.id, first.bytes.length)).toBe(false);
    await put(first);
    expect(existsSync(fileOf(first, "manifest.json"))).toBe(false);
    await expectKept(first);
  });

  it("may be put by any number of writers at a time, in any order", async () => {
    const all = [first, second, third, ...revised];
    await Promise.all([...all, ...all.toReversed()].map(put));
    await expectKept(...all);
  });

  it("are unpacked by other programs for zstd, where they are packed by themselves", async () => {
    await put(first);
    // The number that a frame of zstd begins with.
    expect(readFileSync(fileOf(first)).readUInt32LE(0)).toBe(0xfd2fb528);
  });
});

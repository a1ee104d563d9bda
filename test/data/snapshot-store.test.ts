import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/core/errors/app-error.ts";
import { sha256 } from "../../src/core/values/hash.ts";
import { type SnapshotId, snapshotId } from "../../src/core/names/ids.ts";
import { allocateBars, bytesOf, layoutOf } from "../../src/data/bars/allocate-bars.ts";
import { loadSnapshot } from "../../src/data/load-snapshot.ts";
import { asDiskFull } from "../../src/data/snapshots/disk-full.ts";
import { cutManifest, manifestId, type ManifestFacts, parseManifest } from "../../src/data/snapshots/manifest.ts";
import { oldContentId } from "../../src/data/snapshots/old-snapshot.ts";
import { snapshotOf } from "../../src/data/snapshots/snapshot-of.ts";
import { openSnapshot, writeSnapshot } from "../../src/data/snapshots/snapshot-store.ts";
import type { Bars } from "../../src/engine/bars.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-snapshots-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const FACTS: ManifestFacts = { timeframe: "1d", barsPerYear: 252 };
const YEAR_MS = 366 * 86_400_000;

/** Bars half a year apart: two in a chunk. */
function barsOf(symbol: string, count: number): Bars {
  const bars = allocateBars({ symbol, bars: count });
  for (const [offset, column] of [bars.time, bars.open, bars.high, bars.low, bars.close, bars.volume].entries()) {
    for (let index = 0; index < count; index++) column[index] = offset * 1000 + index + 0.1;
  }
  for (let index = 0; index < count; index++) bars.time[index] = (index * YEAR_MS) / 2;
  return bars;
}

const BARS = [barsOf("B", 7), barsOf("A", 3)];
const CUT = cutManifest(FACTS, BARS);
const ID = manifestId(CUT.manifest);

function idOf(facts: ManifestFacts, bars: readonly Bars[]): string {
  return manifestId(cutManifest(facts, bars).manifest);
}

function inProject(...names: readonly string[]): string {
  return path.join(home, ".nightgrid", ...names);
}

function chunkFile(): string {
  return inProject("chunks", CUT.manifest.chunks[0]?.sha256 ?? "");
}

describe("a snapshot", () => {
  it("comes back as it was written, to the bit, in shared memory and in the order of its symbols", async () => {
    expect(await writeSnapshot(home, CUT, ["a warning"])).toBe(ID);
    const opened = await openSnapshot(home, ID);
    expect(opened?.bars).toEqual(BARS);
    expect(opened?.bars[1]?.close.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(opened?.snapshot).toEqual(snapshotOf(ID, CUT.manifest, ["a warning"]));
  });

  it("is named by the SHA-256 of its manifest, and each chunk by that of its bytes", async () => {
    await writeSnapshot(home, CUT, []);
    expect(sha256(zstdDecompressSync(readFileSync(inProject("snapshots", ID, "manifest.zst"))))).toBe(ID);
    const chunks = readdirSync(inProject("chunks"));
    expect(chunks.map((name) => sha256(readFileSync(inProject("chunks", name))))).toEqual(chunks);
    expect(chunks.toSorted()).toEqual([...new Set(CUT.manifest.chunks.map((chunk) => chunk.sha256))].toSorted());
  });

  it("keeps the dividends of the years in which some are paid", async () => {
    const paying = allocateBars({ symbol: "B", bars: 7, hasDividends: true });
    paying.time.set(barsOf("B", 7).time);
    for (const column of [paying.close, paying.dividend?.subarray(4, 5)]) column?.fill(0.3);
    const bars = [barsOf("A", 3), paying, barsOf("C", 2)];
    const cut = cutManifest(FACTS, bars);
    expect(cut.manifest.chunks.filter(({ hasDividends }) => hasDividends)).toHaveLength(1);
    const id = await writeSnapshot(home, cut, []);
    expect((await openSnapshot(home, id))?.bars).toEqual(bars);
    paying.dividend?.fill(0.4, 4, 5);
    expect(idOf(FACTS, bars)).not.toBe(id);
    const { dividend: _, ...plain } = paying;
    expect(idOf(FACTS, [barsOf("A", 3), plain, barsOf("C", 2)])).not.toBe(id);
  });

  it("is unknown on a host that never had it, and on one that lacks a chunk", async () => {
    expect(await openSnapshot(home, ID)).toBeNull();
    await writeSnapshot(home, CUT, []);
    expect(await openSnapshot(home, snapshotId("0".repeat(64)))).toBeNull();
    rmSync(chunkFile());
    expect(await openSnapshot(home, ID)).toBeNull();
  });

  it("is named by its symbols, its facts and each of its numbers, but not by its warnings", async () => {
    const changed = barsOf("B", 7);
    changed.low[6] = 0;
    const ids = [
      idOf({ ...FACTS, barsPerYear: 365 }, BARS),
      idOf({ ...FACTS, timeframe: "1h" }, BARS),
      idOf(FACTS, [changed, barsOf("A", 3)]),
      idOf(FACTS, [barsOf("C", 7), barsOf("A", 3)]),
      idOf(FACTS, BARS.toReversed()),
      ID,
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(await writeSnapshot(home, CUT, ["one warning"])).toBe(await writeSnapshot(home, CUT, ["another"]));
  });

  it("shares the chunks of the years that have not changed", async () => {
    await writeSnapshot(home, CUT, []);
    const before = readdirSync(inProject("chunks"));
    await writeSnapshot(home, cutManifest(FACTS, [barsOf("B", 8), barsOf("A", 3)]), []);
    const added = readdirSync(inProject("chunks")).filter((name) => !before.includes(name));
    expect(added).toHaveLength(1);
  });

  it("is written once, by however many writers, and nothing else is left", async () => {
    await Promise.all(Array.from({ length: 8 }, () => writeSnapshot(home, CUT, ["a warning"])));
    expect(readdirSync(inProject("snapshots"))).toEqual([ID]);
    expect(readdirSync(inProject("snapshots", ID)).sort()).toEqual(["manifest.zst", "warnings.json"]);
    expect(readdirSync(inProject("chunks")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("is not taken for whole before its manifest is there", async () => {
    await writeSnapshot(home, CUT, []);
    rmSync(inProject("snapshots", ID, "manifest.zst"));
    expect(await openSnapshot(home, ID)).toBeNull();
  });

  it("is refused when a byte of it has changed, or the end is missing", async () => {
    await writeSnapshot(home, CUT, []);
    for (const file of [chunkFile(), inProject("snapshots", ID, "manifest.zst")]) {
      const bytes = readFileSync(file);
      const flipped = Buffer.from(bytes);
      flipped[40] = (flipped[40] ?? 0) ^ 1;
      writeFileSync(file, flipped);
      await expect(openSnapshot(home, ID)).rejects.toMatchObject({ code: "DATASET_INVALID" });
      writeFileSync(file, bytes.subarray(0, bytes.length - 8));
      await expect(openSnapshot(home, ID)).rejects.toMatchObject({ code: "DATASET_INVALID" });
      writeFileSync(file, bytes);
    }
  });

  it("is whole again once the same data have been read, where a file of it was cut short or is missing", async () => {
    await writeSnapshot(home, CUT, []);
    truncateSync(chunkFile(), 8);
    truncateSync(inProject("snapshots", ID, "manifest.zst"), 8);
    rmSync(inProject("chunks", CUT.manifest.chunks[1]?.sha256 ?? ""));
    await writeSnapshot(home, CUT, []);
    expect((await openSnapshot(home, ID))?.bars).toEqual(BARS);
  });

  it("leaves nothing behind when it cannot be written", async () => {
    writeFileSync(path.join(home, ".nightgrid"), "a file in the way");
    await expect(writeSnapshot(home, CUT, [])).rejects.toThrow();
    expect(readdirSync(home)).toEqual([".nightgrid"]);
  });

  it("says that the disk is full, and leaves nothing, where its warnings do not fit", () => {
    const program = `
      import { writeWarnings } from ${JSON.stringify(path.resolve("src/data/snapshots/warnings-file.ts"))};
      await writeWarnings(${JSON.stringify(home)}, ["x".repeat(5000)]).catch(({ code }) => console.log(code));`;
    const file = path.join(home, "write.mjs");
    writeFileSync(file, program);
    // Blocks of 1024 bytes.
    const said = spawnSync("bash", ["-c", 'ulimit -f 1; exec "$0" "$1"', process.execPath, file], { encoding: "utf8" });
    expect([said.stdout.trim(), readdirSync(home)]).toEqual(["DISK_FULL", ["write.mjs"]]);
  });

  it("takes no path out of a manifest", () => {
    const [chunk] = CUT.manifest.chunks;
    const manifest = { ...CUT.manifest, chunks: [{ ...chunk, sha256: "../../etc/passwd" }] };
    const bytes = new TextEncoder().encode(JSON.stringify(manifest));
    expect(() => parseManifest(bytes, "m")).toThrow("m is no manifest that this version can read: chunks[0]");
  });
});

describe("a snapshot from before there were chunks", () => {
  function writeOld(bars: readonly Bars[]) {
    const symbols = bars.map((own) => ({ ...layoutOf(own), from: 0, to: own.time.at(-1) ?? 0 }));
    const facts = { dataset: "made", ...FACTS };
    const id = snapshotId(oldContentId(facts, bars));
    mkdirSync(inProject("snapshots", id), { recursive: true });
    writeFileSync(inProject("snapshots", id, "bars.bin"), Buffer.concat(bars.flatMap(bytesOf)));
    const manifest = { format: 1, id, ...facts, symbols, warnings: ["old"] };
    writeFileSync(inProject("snapshots", id, "manifest.json"), JSON.stringify(manifest, null, 2));
    return { id, symbols };
  }

  it("still opens, and is refused when a byte of it has changed", async () => {
    const { id, symbols } = writeOld(BARS);
    const opened = await openSnapshot(home, id);
    expect(opened?.bars).toEqual(BARS);
    expect(opened?.snapshot).toEqual({ id, ...FACTS, symbols, warnings: ["old"] });
    truncateSync(inProject("snapshots", id, "bars.bin"), 8);
    await expect(openSnapshot(home, id)).rejects.toMatchObject({ code: "DATASET_INVALID" });
  });

  it("still opens with dividends, membership and columns beside the bars", async () => {
    const wide = allocateBars({ symbol: "A", bars: 3, hasDividends: true, hasMember: true, extra: ["rate", "news"] });
    wide.member?.fill(1, 1);
    wide.extra?.["news"]?.fill(7);
    const { id } = writeOld([wide, barsOf("B", 2)]);
    expect((await openSnapshot(home, id))?.bars).toEqual([wide, barsOf("B", 2)]);
  });

  it("has its name again where a run was pinned to it, it is gone, and its source is the same", async () => {
    const csv = path.join(home, "gold.csv");
    writeFileSync(csv, "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,100\n2020-01-03,11,13,10,12,200\n");
    const request = { dataset: null, csv, symbols: [], timeframe: "1d", columns: {}, adjusted: false };
    const { bars, snapshot } = await loadSnapshot(request, { home });
    const old = snapshotId(oldContentId({ dataset: "gold.csv", timeframe: "1d", barsPerYear: 252 }, bars));
    const again = await loadSnapshot(request, { home }, old);
    expect(again.snapshot).toMatchObject({ id: old, symbols: snapshot.symbols });
    expect(again.snapshot.manifest).toBeUndefined();
    writeFileSync(csv, "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,101\n2020-01-03,11,13,10,12,200\n");
    expect((await loadSnapshot(request, { home }, old)).snapshot.id).not.toBe(old);
  });
});

describe("a snapshot whose last year is in one chunk, as versions before wrote it", () => {
  const csv = () => path.join(home, "gold.csv");
  const read = (pinned: SnapshotId | null = null) =>
    loadSnapshot(
      { dataset: null, csv: csv(), symbols: [], timeframe: "1d", columns: {}, adjusted: false },
      { home },
      pinned,
    );
  beforeEach(() => {
    writeFileSync(csv(), "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,100\n2020-02-03,11,13,10,12,200\n");
  });

  it("is made again under its name where a run was pinned to it, it is gone, and its source is the same", async () => {
    const { bars, snapshot } = await read();
    const { manifest } = cutManifest(snapshot, bars, 2);
    const former = manifestId(manifest);
    expect(former).not.toBe(snapshot.id);
    expect((await read(former)).snapshot).toEqual({ ...snapshot, id: former, manifest });
    expect((await openSnapshot(home, former))?.bars).toEqual(bars);
    writeFileSync(csv(), "date,open,high,low,close,volume\n2020-01-02,10,12,9,11,101\n2020-02-03,11,13,10,12,200\n");
    expect((await read(former)).snapshot.id).not.toBe(former);
  });
});

describe("a full disk", () => {
  it("is told as DISK_FULL, with what could not be written", async () => {
    const error: unknown = await writeFile("/dev/full", "x").catch((thrown: unknown) => thrown);
    const told = asDiskFull(error, "Snapshot abc");
    expect(told).toBeInstanceOf(AppError);
    expect(told).toMatchObject({ code: "DISK_FULL", cause: error });
  });

  it("is not blamed for other errors", () => {
    const error = new Error("something else");
    expect(asDiskFull(error, "Snapshot abc")).toBe(error);
  });
});

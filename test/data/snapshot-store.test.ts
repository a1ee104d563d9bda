import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/core/errors/app-error.ts";
import { snapshotId } from "../../src/core/names/ids.ts";
import { allocateBars } from "../../src/data/bars/allocate-bars.ts";
import { asDiskFull } from "../../src/data/snapshots/disk-full.ts";
import { manifestOf, type SnapshotFacts } from "../../src/data/snapshots/snapshot-manifest.ts";
import { openSnapshot, writeSnapshot } from "../../src/data/snapshots/snapshot-store.ts";
import type { Bars } from "../../src/engine/bars.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-snapshots-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const FACTS: SnapshotFacts = { dataset: "made", timeframe: "1d", barsPerYear: 252 };

function barsOf(symbol: string, count: number): Bars {
  const bars = allocateBars({ symbol, bars: count });
  for (const [offset, column] of [bars.time, bars.open, bars.high, bars.low, bars.close, bars.volume].entries()) {
    for (let index = 0; index < count; index++) column[index] = offset * 1000 + index + 0.1;
  }
  return bars;
}

const BARS = [barsOf("A", 3), barsOf("B", 7)];
const MANIFEST = manifestOf(FACTS, BARS, ["a warning"]);

function fileOf(name: string): string {
  return path.join(home, ".nightgrid/snapshots", MANIFEST.id, name);
}

describe("a snapshot", () => {
  it("comes back as it was written, to the bit, in shared memory", async () => {
    await writeSnapshot(home, MANIFEST, BARS);
    const opened = await openSnapshot(home, MANIFEST.id);
    expect(opened?.bars).toEqual(BARS);
    expect(opened?.bars[1]?.close.buffer).toBeInstanceOf(SharedArrayBuffer);
    const { format: _, ...snapshot } = MANIFEST;
    expect(opened?.snapshot).toEqual(snapshot);
  });

  it("keeps the dividends of the symbols that pay some", async () => {
    const paying = allocateBars({ symbol: "B", bars: 7, hasDividends: true });
    for (const column of [paying.time, paying.close, paying.dividend]) column?.fill(0.3);
    const bars = [barsOf("A", 3), paying, barsOf("C", 2)];
    const manifest = manifestOf(FACTS, bars, []);
    expect(manifest.symbols.map(({ hasDividends }) => hasDividends)).toEqual([undefined, true, undefined]);
    await writeSnapshot(home, manifest, bars);
    expect((await openSnapshot(home, manifest.id))?.bars).toEqual(bars);
    paying.dividend?.fill(0.4, 6);
    expect(manifestOf(FACTS, bars, []).id).not.toBe(manifest.id);
    const { dividend: _, ...plain } = paying;
    expect(manifestOf(FACTS, [barsOf("A", 3), plain, barsOf("C", 2)], []).id).not.toBe(manifest.id);
  });

  it("is named by which of its symbols pay, even where the bytes are the same", () => {
    const filled = (symbol: string, hasDividends: boolean): Bars => {
      const bars = allocateBars({ symbol, bars: 2, hasDividends });
      new Float64Array(bars.time.buffer).fill(1);
      return bars;
    };
    const first = manifestOf(FACTS, [filled("A", true), filled("B", false)], []);
    expect(manifestOf(FACTS, [filled("A", false), filled("B", true)], []).id).not.toBe(first.id);
  });

  it("is unknown on a host that never had it", async () => {
    expect(await openSnapshot(home, MANIFEST.id)).toBeNull();
    expect(await openSnapshot(home, snapshotId("0".repeat(64)))).toBeNull();
  });

  it("is named by its symbols, its facts and each of its numbers, but not by its warnings", () => {
    const changed = barsOf("B", 7);
    changed.low[6] = 0;
    const ids = [
      manifestOf({ ...FACTS, barsPerYear: 365 }, BARS, []),
      manifestOf({ ...FACTS, timeframe: "1h" }, BARS, []),
      manifestOf({ ...FACTS, dataset: "other" }, BARS, []),
      manifestOf(FACTS, [barsOf("A", 3), changed], []),
      manifestOf(FACTS, [barsOf("A", 3), barsOf("C", 7)], []),
      manifestOf(FACTS, BARS.toReversed(), []),
      MANIFEST,
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(manifestOf(FACTS, BARS, []).id).toBe(MANIFEST.id);
  });

  it("is written once, by however many writers, and nothing else is left", async () => {
    await Promise.all(Array.from({ length: 8 }, () => writeSnapshot(home, MANIFEST, BARS)));
    expect(readdirSync(path.join(home, ".nightgrid/snapshots"))).toEqual([MANIFEST.id]);
    expect(readdirSync(path.dirname(fileOf(""))).length).toBe(1);
    expect(readdirSync(fileOf("")).sort()).toEqual(["bars.bin", "manifest.json"]);
  });

  it("is not taken for whole before its manifest is there", async () => {
    await writeSnapshot(home, MANIFEST, BARS);
    rmSync(fileOf("manifest.json"));
    expect(await openSnapshot(home, MANIFEST.id)).toBeNull();
  });

  it("is refused when a byte of it has changed, or the end is missing", async () => {
    await writeSnapshot(home, MANIFEST, BARS);
    const bytes = readFileSync(fileOf("bars.bin"));
    const flipped = Buffer.from(bytes);
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    writeFileSync(fileOf("bars.bin"), flipped);
    await expect(openSnapshot(home, MANIFEST.id)).rejects.toMatchObject({ code: "DATASET_INVALID" });
    writeFileSync(fileOf("bars.bin"), bytes);
    truncateSync(fileOf("bars.bin"), bytes.length - 8);
    await expect(openSnapshot(home, MANIFEST.id)).rejects.toMatchObject({ code: "DATASET_INVALID" });
  });

  it("leaves nothing behind when it cannot be written", async () => {
    writeFileSync(path.join(home, ".nightgrid"), "a file in the way");
    await expect(writeSnapshot(home, MANIFEST, BARS)).rejects.toThrow();
    expect(readdirSync(home)).toEqual([".nightgrid"]);
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

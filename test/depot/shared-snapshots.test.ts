import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { snapshotSharing, type SnapshotSharing } from "../../src/app/data/share-snapshots.ts";
import type { LogFields } from "../../src/core/log.ts";
import { allocateBars } from "../../src/data/bars/allocate-bars.ts";
import { cutManifest, manifestBytes } from "../../src/data/snapshots/manifest.ts";
import { snapshotOf } from "../../src/data/snapshots/snapshot-of.ts";
import { chunksFolder, openSnapshot, projectStores, writeSnapshot } from "../../src/data/snapshots/snapshot-store.ts";
import { shareSnapshot } from "../../src/data/snapshots/share-snapshot.ts";
import type { Depot } from "../../src/depot/depot.ts";
import { keysIn } from "../../src/depot/keys-in.ts";
import type { Bars } from "../../src/engine/bars.ts";
import { depotOn, useKeys } from "../support/s3/depot-on.ts";
import { type S3Server, startS3Server } from "../support/s3/s3-server.ts";
import { silentLog } from "../support/test-project.ts";

const YEAR_MS = 366 * 86_400_000;

function barsOf(symbol: string, first: number): Bars {
  const bars = allocateBars({ symbol, bars: 6 });
  for (const column of [bars.open, bars.high, bars.low, bars.close, bars.volume]) column.fill(first);
  for (let index = 0; index < 6; index++) bars.time[index] = (index * YEAR_MS) / 2;
  return bars;
}

const BARS = [barsOf("B", 7), barsOf("A", 3)];
const CUT = cutManifest({ timeframe: "1d", barsPerYear: 252 }, BARS);
const CHUNKS = new Set(CUT.manifest.chunks.map(({ sha256 }) => sha256)).size;

let server: S3Server;
let depot: Depot;
const folder = mkdtempSync(path.join(os.tmpdir(), "nightgrid-shared-"));
beforeAll(async () => {
  server = await startS3Server();
  useKeys(server.keys);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server[Symbol.asyncDispose]();
});
let home: string;
let other: string;
let warnings: { readonly text: string; readonly fields: LogFields | undefined }[];
beforeEach(() => {
  [home, other] = [mkdtempSync(path.join(folder, "one-")), mkdtempSync(path.join(folder, "other-"))];
  depot = depotOn(server, { prefix: "night" });
  warnings = [];
});
afterEach(() => {
  depot.close();
  server.heal();
  server.objects.clear();
});

function sharingOf(isWriter = true): SnapshotSharing {
  const log = { ...silentLog, warn: (text: string, fields?: LogFields) => void warnings.push({ text, fields }) };
  return snapshotSharing({ depot, patienceMs: 5000 }, { home, log, isWriter });
}

async function written(): Promise<ReturnType<typeof snapshotOf>> {
  return snapshotOf(await writeSnapshot(home, CUT, []), CUT.manifest, []);
}

describe("a snapshot that one host has", () => {
  it("is had by another one, to the bit, and from then on without the depot", async () => {
    const snapshot = await written();
    await sharingOf().share(snapshot);
    expect(await openSnapshot(other, snapshot.id)).toBeNull();
    const opened = await openSnapshot(other, snapshot.id, { depot, patienceMs: 0 });
    expect(opened?.bars).toEqual(BARS);
    expect(readdirSync(chunksFolder(other))).toHaveLength(CHUNKS);
    server.fail({ op: "GetObject", how: "busy" });
    expect((await openSnapshot(other, snapshot.id, { depot, patienceMs: 0 }))?.bars).toEqual(BARS);
  });

  it("is put there once: later ones put only chunks that are new, and one request asks for a snapshot that is there", async () => {
    const snapshot = await written();
    await sharingOf().share(snapshot);
    const before = server.requests.length;
    await sharingOf().share(snapshot);
    expect(server.requests.slice(before)).toEqual(["HeadObject"]);
    const more = cutManifest({ timeframe: "1d", barsPerYear: 252 }, [...BARS, barsOf("C", 1)]);
    await writeSnapshot(home, more, []);
    const puts = server.requests.filter((op) => op === "PutObject").length;
    expect(await shareSnapshot(more.manifest, projectStores(home), depot)).toBe(true);
    const own = new Set(more.manifest.chunks.map(({ sha256 }) => sha256)).size - CHUNKS;
    expect(server.requests.filter((op) => op === "PutObject").length - puts).toBe(own + 1);
  });

  it("is read where a version before put its manifest plain, and is not put again", async () => {
    const snapshot = await written();
    await sharingOf().share(snapshot);
    const [key = ""] = await keysIn(depot, "snapshots/");
    await depot.remove([key]);
    await depot.put(`snapshots/${snapshot.id}/manifest.json`, manifestBytes(CUT.manifest));
    expect((await openSnapshot(other, snapshot.id, { depot, patienceMs: 0 }))?.bars).toEqual(BARS);
    const before = server.requests.length;
    await sharingOf().share(snapshot);
    expect(server.requests.slice(before)).toEqual(["HeadObject", "HeadObject"]);
  });

  it("is never seen half: the manifest comes last, and another host has none before", async () => {
    const snapshot = await written();
    // All chunks but one, and no manifest.
    server.fail({ op: "PutObject", nth: CHUNKS, how: { status: 403, code: "AccessDenied", message: "No" } });
    await sharingOf().share(snapshot);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.text).toMatch(/cannot be put into s3:\/\/nightgrid-files\/night .* s3:PutObject/);
    expect(await keysIn(depot, "snapshots/")).toEqual([]);
    expect(await openSnapshot(other, snapshot.id, { depot, patienceMs: 0 })).toBeNull();
    server.heal();
    await sharingOf().share(snapshot);
    expect((await openSnapshot(other, snapshot.id, { depot, patienceMs: 0 }))?.bars).toEqual(BARS);
  });

  it("is put by any number of hosts at a time", async () => {
    const snapshot = await written();
    await writeSnapshot(other, CUT, []);
    const puts = await Promise.all(
      [home, other, home, other].map((from) => shareSnapshot(CUT.manifest, projectStores(from), depot)),
    );
    expect(puts).toEqual([true, true, true, true]);
    const third = mkdtempSync(path.join(folder, "third-"));
    expect((await openSnapshot(third, snapshot.id, { depot, patienceMs: 0 }))?.bars).toEqual(BARS);
  });

  it("is waited for while the depot is away", async () => {
    const snapshot = await written();
    await sharingOf().share(snapshot);
    // As often as the SDK asks by itself, and once more.
    for (let nth = 1; nth <= 4; nth++) server.fail({ op: "GetObject", nth, how: "busy" });
    expect((await openSnapshot(other, snapshot.id, { depot, patienceMs: 30_000 }))?.bars).toEqual(BARS);
    rmSync(other, { recursive: true });
    server.heal();
    server.fail({ op: "GetObject", how: "busy" });
    await expect(openSnapshot(other, snapshot.id, { depot, patienceMs: 0 })).rejects.toMatchObject({
      code: "DEPOT_UNREACHABLE",
    });
  });

  it("stays here when this host has a damaged chunk of it, and is told", async () => {
    const snapshot = await written();
    const [chunk] = CUT.manifest.chunks;
    writeFileSync(path.join(chunksFolder(home), chunk?.sha256 ?? ""), "other bytes");
    await sharingOf().share(snapshot);
    expect(warnings.map(({ text }) => text)).toEqual([expect.stringContaining("missing or damaged here")]);
    expect(await keysIn(depot, "snapshots/")).toEqual([]);
  });

  it("is not put there by commands that only look", async () => {
    await sharingOf(false).share(await written());
    expect(await keysIn(depot, "")).toEqual([]);
  });
});

describe("what was replaced in the depot", () => {
  it.each(["chunks/", "snapshots/"])("below %s is refused, named, and kept nowhere", async (prefix) => {
    const snapshot = await written();
    await sharingOf().share(snapshot);
    const [key = ""] = await keysIn(depot, prefix);
    const bytes = (await depot.get(key)) ?? new Uint8Array();
    await depot.put(
      key,
      bytes.map((byte, index) => (index === 20 ? byte ^ 1 : byte)),
    );
    await expect(openSnapshot(other, snapshot.id, { depot, patienceMs: 5000 })).rejects.toMatchObject({
      code: "DEPOT_DAMAGED",
      message: `s3://nightgrid-files/night/${key} is not what it is named by`,
    });
    await depot.put(key, bytes);
    expect((await openSnapshot(other, snapshot.id, { depot, patienceMs: 0 }))?.bars).toEqual(BARS);
  });
});

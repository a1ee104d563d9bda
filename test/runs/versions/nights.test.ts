import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { versionPort } from "../../../src/app/data/version-port.ts";
import { allocateBars } from "../../../src/data/bars/allocate-bars.ts";
import type { Snapshot } from "../../../src/data/dataset.ts";
import { cutManifest, type Manifest, type ManifestFormat } from "../../../src/data/snapshots/manifest.ts";
import { snapshotOf } from "../../../src/data/snapshots/snapshot-of.ts";
import { writeSnapshot } from "../../../src/data/snapshots/snapshot-store.ts";
import type { Bars } from "../../../src/engine/bars.ts";
import { transformBars } from "../../../src/engine/transform-bars.ts";
import { pinReads } from "../../../src/runs/versions/pin-reads.ts";
import { manifestOfVersion, readOfSnapshot } from "../../../src/runs/versions/propose-version.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { listVersions } from "../../../src/store/datasets/dataset-versions.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2018, 5, 1);
const FACTS = { timeframe: "1d", barsPerYear: 252 };
const request = { dataset: "prices", csv: null, symbols: [], timeframe: "1d", columns: {}, adjusted: false };
const reason = { runId: null, command: "test", actor: null };
const SYMBOLS = 20;
const BARS = 700;

let project: TestProject;
let home: string;
beforeEach(async () => {
  project = await createTestProject();
  home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-nights-"));
});
afterEach(async () => {
  await project[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
});

const all = Array.from({ length: SYMBOLS }, (_, symbol): Bars => {
  const bars = allocateBars({ symbol: `S${symbol}`, bars: BARS });
  for (let bar = 0; bar < BARS; bar++) {
    bars.time[bar] = FIRST + bar * DAY_MS;
    for (const column of [bars.open, bars.high, bars.low, bars.close]) column[bar] = 100 + symbol + (bar % 37);
  }
  return bars;
});
const firstBars = (count: number): readonly Bars[] =>
  all.map((bars) => transformBars(bars, (column) => column.subarray(0, count)));

async function frozen(bars: readonly Bars[], format?: ManifestFormat): Promise<Snapshot> {
  const cut = cutManifest(FACTS, bars, format);
  return snapshotOf(await writeSnapshot(home, cut, []), cut.manifest, []);
}

/** @returns what was read */
async function record(bars: readonly Bars[], format?: ManifestFormat): Promise<Manifest | undefined> {
  const { database } = project.deps;
  const versions = versionPort(home);
  const snapshot = await frozen(bars, format);
  const read = await readOfSnapshot(snapshot, request, { database, versions });
  await inTransaction(database, (transaction) => pinReads(transaction, [read], { reason, versions }));
  return snapshot.manifest;
}

const versions = () => listVersions(project.deps.database, "prices", 100);

describe("a night that adds a bar to each symbol", () => {
  it("adds a version that takes little room, and says which chunks it has", async () => {
    const manifests: (Manifest | undefined)[] = [];
    for (let bars = BARS - 40; bars <= BARS; bars++) manifests.unshift(await record(firstBars(bars)));
    const rows = await versions();
    expect(rows.map(({ changes }) => changes?.rows).slice(0, -1)).toEqual(
      rows.slice(1).map(() => ({ added: SYMBOLS, revised: 0, removed: 0 })),
    );
    expect(await Promise.all(rows.map((row) => manifestOfVersion(project.deps.database, row)))).toEqual(manifests);
    const { rows: sizes } = await project.deps.database.query<{ bytes: number; isAlone: boolean }>(
      `select length(manifest) as bytes, packed_like_id is null as "isAlone" from dataset_version order by id`,
    );
    const [first, ...nights] = sizes;
    const small = nights.filter(({ bytes }) => bytes < (first?.bytes ?? 0) * 0.3);
    expect({ isAlone: first?.isAlone, small: small.length > nights.length * 0.8 }).toEqual({
      isAlone: true,
      small: true,
    });
  });
});

describe("a dataset whose last year is in one chunk, as versions before wrote it", () => {
  it("has no new version as long as it has the same bars", async () => {
    await record(firstBars(600), 2);
    await record(firstBars(600));
    expect((await versions()).map(({ version }) => version)).toEqual([1]);
  });

  it("goes on with the bars that are new, or were revised", async () => {
    await record(firstBars(600), 2);
    await record(firstBars(601));
    const revised = firstBars(601).map((bars) => transformBars(bars, (column) => Float64Array.from(column)));
    revised[3]?.close.fill(7, 599, 600);
    await record(revised);
    expect((await versions()).map(({ changes }) => changes?.rows)).toEqual([
      { added: 0, revised: 1, removed: 0 },
      { added: SYMBOLS, revised: 0, removed: 0 },
      { added: 600 * SYMBOLS, revised: 0, removed: 0 },
    ]);
  });
});

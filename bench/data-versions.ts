/**
 * What a night adds to 500 symbols of 5,105 daily bars: the bytes that are written, and how long it takes until the new version
 * is recorded. The changes that the version tells are held against what was added.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { versionPort } from "../src/app/data/version-port.ts";
import type { DataSpec } from "../src/core/spec/data-spec.ts";
import { allocateBars } from "../src/data/bars/allocate-bars.ts";
import { freezeBars } from "../src/data/freeze-bars.ts";
import type { Bars } from "../src/engine/bars.ts";
import { transformBars } from "../src/engine/transform-bars.ts";
import { pinReads } from "../src/runs/versions/pin-reads.ts";
import { readOfSnapshot } from "../src/runs/versions/propose-version.ts";
import { inTransaction } from "../src/store/connection/transaction.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { reportFigure } from "./support/figure.ts";
import { randomWalk } from "./support/random-walk.ts";

const SYMBOLS = numberArgument(0, 500);
const BARS = numberArgument(1, 5105);
const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2000, 0, 3);
const FACTS = { dataset: "prices", timeframe: "1d", barsPerYear: 252 };
const request: DataSpec = { dataset: "prices", csv: null, symbols: [], timeframe: "1d", columns: {}, adjusted: false };

const walk = randomWalk(BARS + 1);
const weekdays = Array.from({ length: BARS + 1 }, (_, bar) => FIRST + (Math.floor(bar / 5) * 7 + (bar % 5)) * DAY_MS);

/** Each symbol has prices of its own: equal ones would share chunks. */
function barsOf(symbol: number): Bars {
  const bars = allocateBars({ symbol: `S${String(symbol).padStart(4, "0")}`, bars: BARS + 1 });
  for (const field of ["open", "high", "low", "close"] as const)
    bars[field].set(walk[field].map((price) => price * (1 + symbol / 1000)));
  bars.time.set(weekdays);
  return bars;
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

await using bench = await openBenchDatabase();
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-bench-"));
const versions = versionPort(home);
const { database } = bench;
const all = Array.from({ length: SYMBOLS }, (_, symbol) => barsOf(symbol));

/** Freezes and records them, as planning and writing a run do. */
async function record(bars: readonly Bars[]) {
  const before = bytesBelow(home);
  const began = performance.now();
  const { snapshot } = await freezeBars({ bars, warnings: [] }, FACTS, { home });
  const frozen = performance.now();
  const read = await readOfSnapshot(snapshot, request, { database, versions });
  const reason = { runId: null, command: "bench", actor: null };
  await inTransaction(database, (transaction) => pinReads(transaction, [read], { reason, versions }));
  const ended = performance.now();
  const { rows } = await database.query<{ bytes: number }>(
    "select pg_column_size(manifest) as bytes from dataset_version order by id desc limit 1",
  );
  const bytes = { files: bytesBelow(home) - before, row: rows[0]?.bytes ?? 0 };
  return { read, bytes, freezeMs: frozen - began, recordMs: ended - frozen };
}

try {
  const yesterday = all.map((bars) => transformBars(bars, (column) => column.subarray(0, BARS)));
  const first = await record(yesterday);
  const night = await record(all);
  const changes = night.read.kind === "new" ? night.read.found.proposal.changes : null;
  const isSame = changes?.rows.added === SYMBOLS && changes.rows.revised === 0 && changes.rows.removed === 0;
  if (!isSame) throw new Error(`The version does not tell of ${SYMBOLS} new bars: ${JSON.stringify(changes?.rows)}`);
  const each = (night.bytes.files + night.bytes.row) / SYMBOLS / 1e3;
  const work = `a night of ${SYMBOLS} symbols × ${BARS} bars`;
  const size = ({ files, row }: typeof night.bytes): string =>
    `${(files / 1e6).toFixed(2)} MB of files and ${(row / 1e3).toFixed(0)} kB in the database`;
  reportFigure({
    work,
    amount: `${size(night.bytes)} of ${size(first.bytes)}: ${each.toFixed(1)} kB a symbol`,
    aim: { text: "≤ 2 kB a symbol", isReached: each <= 2 },
  });
  reportFigure({
    work,
    amount: `frozen in ${night.freezeMs.toFixed(0)} ms, version recorded in ${night.recordMs.toFixed(0)} ms (all of it at first: ${first.freezeMs.toFixed(0)} and ${first.recordMs.toFixed(0)} ms)`,
  });
} finally {
  rmSync(home, { recursive: true, force: true });
}

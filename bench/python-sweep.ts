/**
 * 4,950 moving-average crossovers × 5,105 daily bars whose signals are written in Python, end to end from cold (processes and
 * interpreters started, numpy imported, all metrics), beside vectorbt over the same grid; the first results; and the handing over of
 * 200,000 bars. Nothing is printed unless both have the same fingerprint.
 *
 *     node bench/python-sweep.ts [--no-peers]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createUserCode } from "../src/app/user/user-code.ts";
import type { SweepResult } from "../src/engine/backtest.ts";
import type { CellEngine } from "../src/executors/engine/cell-engine.ts";
import { createCellEngine } from "../src/executors/engine/create-cell-engine.ts";
import type { SweepSetup } from "../src/executors/engine/sweep-setup.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, type Measurement, summarize, summarizeSamples } from "./support/measure.ts";
import { askPeer, environmentOf, type PeerReport, withPeer } from "./support/peers.ts";
import {
  CROSS_CELLS,
  FINGERPRINT,
  fingerprintOf,
  requireEqual,
  sampleBars,
  VECTORBT_SETTINGS,
} from "./support/sample-sweep.ts";

const RUNS = 5;
const PEER_RUNS = 5;
const SLOTS = 2;
/** Cells of a range; the first, whose cost nobody knows, is as small as in a run. */
const FIRST_CELLS = 64;
const RANGE_CELLS = 640;
const STRATEGY = {
  kind: "module",
  path: path.join(import.meta.dirname, "support/python/sma_cross.py"),
  exportName: "default",
} as const;
const VECTORBT = ["vectorbt==1.2.0"];
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-python-sweep-"));
// Both run on the same numpy.
const env = { ...process.env, VIRTUAL_ENV: path.dirname(path.dirname(environmentOf(VECTORBT))) };

interface Sweep {
  readonly coldMs: number;
  /** Until the first range has come, from cold. */
  readonly firstMs: number;
  /** Once more in the same processes, as a sweep that they have not seen. */
  readonly warmMs: number;
}

async function sweepTwice(): Promise<Sweep> {
  const began = performance.now();
  const userCode = createUserCode({ home, env });
  const engine = createCellEngine({ users: userCode.sweepProcesses(SLOTS), slots: SLOTS, isWarm: false });
  const { codeHash } = await userCode.strategies.describe(STRATEGY);
  const common = { strategy: STRATEGY, codeHash, bars: [sampleBars()], settings: VECTORBT_SETTINGS, blocks: 16 };
  const cold = await sweep(engine, { id: "cold", ...common });
  const coldMs = performance.now() - began;
  const again = performance.now();
  await sweep(engine, { id: "warm", ...common });
  const warmMs = performance.now() - again;
  await engine.close();
  await userCode.close();
  return { coldMs, firstMs: cold.firstAt - began, warmMs };
}

async function sweep(engine: CellEngine, setup: SweepSetup): Promise<{ readonly firstAt: number }> {
  const ranges = rangesOf(CROSS_CELLS.map((cell) => JSON.stringify(cell)));
  const results: SweepResult[] = [];
  let next = 0;
  let firstAt = Number.POSITIVE_INFINITY;
  const slot = async (): Promise<void> => {
    for (let range = next++; range < ranges.length; range = next++) {
      results[range] = await engine.compute(setup, ranges[range] ?? [], new AbortController().signal);
      firstAt = Math.min(firstAt, performance.now());
    }
  };
  await Promise.all(Array.from({ length: SLOTS }, slot));
  requireEqual("the fingerprint of the strategy in Python", fingerprintOf(results), FINGERPRINT);
  return { firstAt };
}

function rangesOf(cells: readonly string[]): readonly (readonly string[])[] {
  const ranges = Array.from({ length: SLOTS }, (_, slot) => cells.slice(slot * FIRST_CELLS, (slot + 1) * FIRST_CELLS));
  for (let at = SLOTS * FIRST_CELLS; at < cells.length; at += RANGE_CELLS)
    ranges.push(cells.slice(at, at + RANGE_CELLS));
  return ranges;
}

/** In a process like that of a user's strategy, milliseconds. */
function handOver(bars: number): Measurement {
  const script = path.join(import.meta.dirname, "support/python/hand-over-bars.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, String(bars)], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  requireEqual(`the status of the hand-over: ${stderr.slice(0, 500)}`, status, 0);
  return summarize(JSON.parse(stdout) as readonly number[]);
}

console.log(describeMachine());
await sweepTwice();
const sweeps: Sweep[] = [];
for (let run = 0; run < RUNS; run++) sweeps.push(await sweepTwice());
const timeOf = (key: keyof Sweep): Measurement => summarize(sweeps.map((one) => one[key]));
const [cold, first, warm, handing] = [timeOf("coldMs"), timeOf("firstMs"), timeOf("warmMs"), handOver(200_000)];
reportFigure({ work: "MA sweep, signals in Python, two slots, from cold to all metrics", time: cold });
reportFigure({
  work: "its first results, from cold",
  time: first,
  aim: { text: "< 1 s", isReached: first.medianMs < 1000 },
});
reportFigure({ work: "MA sweep, signals in Python, two slots, warm", time: warm });
reportFigure({
  work: "200,000 bars handed to an interpreter, once per sweep",
  time: handing,
  aim: { text: "< 50 ms", isReached: handing.medianMs < 50 },
});
for (const [columns, way] of [
  [CROSS_CELLS.length, "the whole grid in one call"],
  [99, "in blocks of 99 columns"],
] as const) {
  withPeer(`vectorbt, ${way}`, () => {
    const report = askPeer("vectorbt_sweep.py", VECTORBT, [String(PEER_RUNS), String(columns)]) as VectorbtReport;
    requireEqual(`the fingerprint of ${report.name}`, report.fingerprint, FINGERPRINT);
    const theirs = summarizeSamples(report.samples);
    reportFigure({ work: `MA sweep, ${report.name}, ${way}, warm`, time: theirs });
    reportRatio(`MA sweep, in Python here from cold ÷ vectorbt, ${way}`, theirs.medianMs / cold.medianMs);
    reportRatio(`MA sweep, in Python here, warm ÷ vectorbt, ${way}`, theirs.medianMs / warm.medianMs);
  });
}

interface VectorbtReport extends PeerReport {
  readonly fingerprint: string;
}

function reportRatio(work: string, ratio: number): void {
  reportFigure({ work, amount: `${ratio.toFixed(1)} ×`, aim: { text: "≥ 5 ×", isReached: ratio >= 5 } });
}
rmSync(home, { recursive: true, force: true });

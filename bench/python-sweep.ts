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
import { createCellEngine } from "../src/executors/engine/create-cell-engine.ts";
import type { SweepSetup } from "../src/executors/engine/sweep-setup.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, type Measurement, summarize, summarizeSamples } from "./support/measure.ts";
import { askPeer, environmentOf, type PeerReport } from "./support/peers.ts";
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
const VECTORBT = ["vectorbt==1.2.0"];
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-python-sweep-"));
// Both run on the same numpy.
const env = { ...process.env, VIRTUAL_ENV: path.dirname(path.dirname(environmentOf(VECTORBT))) };
process.env["VIRTUAL_ENV"] = env.VIRTUAL_ENV;

interface Sweep {
  readonly ms: number;
  readonly firstMs: number;
}

async function sweepFromCold(): Promise<Sweep> {
  const began = performance.now();
  const userCode = createUserCode({ home, env });
  const engine = createCellEngine({ users: userCode.sweepProcesses(SLOTS), slots: SLOTS, isWarm: false });
  const strategy = {
    kind: "module",
    path: path.join(import.meta.dirname, "support/sma_cross.py"),
    exportName: "default",
  } as const;
  const { codeHash } = await userCode.strategies.describe(strategy);
  const setup: SweepSetup = {
    id: "bench",
    strategy,
    codeHash,
    bars: [sampleBars()],
    settings: VECTORBT_SETTINGS,
    blocks: 16,
  };
  const ranges = rangesOf(CROSS_CELLS.map((cell) => JSON.stringify(cell)));
  const results: SweepResult[] = [];
  let next = 0;
  let firstMs = Number.POSITIVE_INFINITY;
  const slot = async (): Promise<void> => {
    for (let range = next++; range < ranges.length; range = next++) {
      results[range] = await engine.compute(setup, ranges[range] ?? [], new AbortController().signal);
      firstMs = Math.min(firstMs, performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: SLOTS }, slot));
  const ms = performance.now() - began;
  requireEqual("the fingerprint of the strategy in Python", fingerprintOf(results), FINGERPRINT);
  await engine.close();
  await userCode.close();
  return { ms, firstMs };
}

function rangesOf(cells: readonly string[]): readonly (readonly string[])[] {
  const ranges = Array.from({ length: SLOTS }, (_, slot) => cells.slice(slot * FIRST_CELLS, (slot + 1) * FIRST_CELLS));
  for (let at = SLOTS * FIRST_CELLS; at < cells.length; at += RANGE_CELLS)
    ranges.push(cells.slice(at, at + RANGE_CELLS));
  return ranges;
}

/** In a process like that of a user's strategy, milliseconds. */
function handOver(bars: number): Measurement {
  const script = path.join(import.meta.dirname, "support/hand-over-bars.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, String(bars)], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  requireEqual(`the status of the hand-over: ${stderr.slice(0, 500)}`, status, 0);
  return summarize(JSON.parse(stdout) as readonly number[]);
}

console.log(describeMachine());
await sweepFromCold();
const sweeps: Sweep[] = [];
for (let run = 0; run < RUNS; run++) sweeps.push(await sweepFromCold());
const time = summarize(sweeps.map(({ ms }) => ms));
const first = summarize(sweeps.map(({ firstMs }) => firstMs));
const handing = handOver(200_000);
reportFigure({ work: "MA sweep, signals in Python, from cold to all metrics, two slots", time });
reportFigure({
  work: "its first results, from cold",
  time: first,
  aim: { text: "< 1 s", isReached: first.medianMs < 1000 },
});
reportFigure({
  work: "200,000 bars handed to an interpreter, once per sweep",
  time: handing,
  aim: { text: "< 50 ms", isReached: handing.medianMs < 50 },
});
for (const [columns, way] of [
  [CROSS_CELLS.length, "the whole grid in one call"],
  [99, "in blocks of 99 columns"],
] as const) {
  const report = askPeer("vectorbt_sweep.py", VECTORBT, [String(PEER_RUNS), String(columns)]) as PeerReport & {
    readonly fingerprint: string;
  };
  requireEqual(`the fingerprint of ${report.name}`, report.fingerprint, FINGERPRINT);
  const theirs = summarizeSamples(report.samples);
  const ratio = theirs.medianMs / time.medianMs;
  reportFigure({ work: `MA sweep, ${report.name}, ${way}, warm`, time: theirs });
  reportFigure({
    work: `MA sweep, in Python here ÷ vectorbt, ${way}`,
    amount: `${ratio.toFixed(1)} ×`,
    aim: { text: "≥ 5 ×", isReached: ratio >= 5 },
  });
}
rmSync(home, { recursive: true, force: true });

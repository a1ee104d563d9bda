/**
 * 4,950 moving-average crossovers × 5,105 daily bars with all metrics, in the vectorbt profile, beside a bare hand-written
 * loop, the same on two threads, a strategy in a user's signal form, and the Python peers (`--peers`: installs them).
 * Must reach 250 M bar-cells/s and 0.8 × the bare loop. Nothing is printed unless the fingerprint of the run is vectorbt's.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { SweepResult } from "../src/engine/backtest.ts";
import { indicatorCache } from "../src/engine/indicators/indicator-cache.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { defineStrategy } from "../src/engine/strategy.ts";
import { prepareSweep } from "../src/engine/sweep-cells.ts";
import { bareCell } from "./support/bare-loop.ts";
import { describeMachine, formatMeasurement } from "./support/measure.ts";
import { measureTogether, threadTime, wallTime } from "./support/measure-together.ts";
import { runPeer } from "./support/peers.ts";
import {
  CROSS_CELLS,
  FINGERPRINT,
  fingerprintLine,
  fingerprintOf,
  requireEqual,
  sampleBars,
  VECTORBT_SETTINGS,
} from "./support/sample-sweep.ts";

const RUNS = 11;
const bars = sampleBars();
const barCells = CROSS_CELLS.length * bars.close.length;

const indicators = indicatorCache();
const fee = 0.001;
const runBare = () =>
  CROSS_CELLS.map(({ fast, slow }) =>
    bareCell(bars, indicators.sma(bars.close, fast), indicators.sma(bars.close, slow), fee),
  );

const engine = prepareSweep({ strategy: smaCross, bars: [bars], settings: VECTORBT_SETTINGS });

/** What a user writes: two arrays of signals, bar by bar. */
const usersCross = defineStrategy({
  name: "users_cross",
  params: smaCross.params,
  signals: ({ bars: { close }, params, indicators: own }) => {
    const fast = own.sma(close, Number(params["fast"]));
    const slow = own.sma(close, Number(params["slow"]));
    const entries = new Uint8Array(close.length);
    const exits = new Uint8Array(close.length);
    let before = Number.NaN;
    for (let bar = 0; bar < close.length; bar++) {
      const distance = (fast[bar] ?? 0) - (slow[bar] ?? 0);
      if (distance > 0 && before <= 0) entries[bar] = 1;
      if (distance < 0 && before >= 0) exits[bar] = 1;
      before = distance;
    }
    return { entries, exits };
  },
});
const users = prepareSweep({ strategy: usersCross, bars: [bars], settings: VECTORBT_SETTINGS });

const workers = [0, 1].map(
  () =>
    new Worker(new URL("support/sweep-thread.ts", import.meta.url), {
      workerData: { bars: [bars], settings: VECTORBT_SETTINGS },
    }),
);
/** Every second cell goes to the other thread, so that both have as much to do. */
const halves = [0, 1].map((half) => CROSS_CELLS.filter((_, cell) => cell % 2 === half));
const onThreads = async (count: number): Promise<readonly SweepResult[]> => {
  const work = count === 1 ? [CROSS_CELLS] : halves;
  return await Promise.all(
    work.map(async (cells, index) => {
      workers[index]?.postMessage(cells);
      const [result] = workers[index] === undefined ? [] : await once(workers[index], "message");
      return result as SweepResult;
    }),
  );
};

const bareHash = createHash("sha256");
for (const [index, figures] of runBare().entries()) {
  const cell = CROSS_CELLS[index];
  if (cell !== undefined) bareHash.update(fingerprintLine(cell, figures));
}
requireEqual("the fingerprint of the bare loop", bareHash.digest("hex"), FINGERPRINT);
requireEqual("the fingerprint of the engine", fingerprintOf([engine.run(CROSS_CELLS)]), FINGERPRINT);
requireEqual("the fingerprint of a user's strategy", fingerprintOf([users.run(CROSS_CELLS)]), FINGERPRINT);
requireEqual("the fingerprint on a thread", fingerprintOf(await onThreads(1)), FINGERPRINT);

const onThisThread = await measureTogether(RUNS, threadTime, {
  "bare loop": runBare,
  engine: () => engine.run(CROSS_CELLS),
  "engine, a user's strategy": () => users.run(CROSS_CELLS),
});
const onOthers = await measureTogether(RUNS, wallTime, {
  "engine, one thread": () => onThreads(1),
  "engine, two threads": () => onThreads(2),
});
for (const worker of workers) await worker.terminate();

const measured = new Map([...onThisThread, ...onOthers]);
const medianOf = (name: string): number => measured.get(name)?.medianMs ?? Number.NaN;
console.log(describeMachine());
console.log(`${CROSS_CELLS.length} cells × ${bars.close.length} bars, fingerprint ${FINGERPRINT.slice(0, 12)}…`);
console.log("CPU time of the thread; wall time where threads are counted");
for (const [name, measurement] of measured) {
  const rate = barCells / measurement.medianMs / 1000;
  console.log(`${formatMeasurement(name, measurement)}, ${rate.toFixed(0)} M bar-cells/s`);
}
console.log(`engine ÷ bare loop: ${(medianOf("bare loop") / medianOf("engine")).toFixed(2)}`);
console.log(`two threads ÷ one: ${(medianOf("engine, one thread") / medianOf("engine, two threads")).toFixed(2)}`);
console.log(`user's strategy ÷ built-in: ${(medianOf("engine") / medianOf("engine, a user's strategy")).toFixed(2)}`);

if (process.argv.includes("--peers")) {
  for (const [script, packages] of [
    ["vectorbt_sweep.py", ["vectorbt==1.*"]],
    ["backtesting_sweep.py", ["backtesting==0.6.*"]],
  ] as const) {
    const outcome = runPeer(script, packages);
    if (typeof outcome === "string") {
      console.log(`${script} ${outcome}`);
      continue;
    }
    const peer = outcome as { name: string; cells: number; medianMs: number; runs: number; fingerprint: string | null };
    if (peer.fingerprint !== null) requireEqual(`the fingerprint of ${peer.name}`, peer.fingerprint, FINGERPRINT);
    const perCell = peer.medianMs / peer.cells;
    const ratio = perCell / (medianOf("engine") / CROSS_CELLS.length);
    console.log(
      `${peer.name}: ${perCell.toFixed(3)} ms a cell (median of ${peer.runs}, ${peer.cells} cells), engine ${ratio.toFixed(0)} × as fast`,
    );
  }
}

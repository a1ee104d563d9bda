/**
 * 4,950 moving-average crossovers × 5,105 daily bars with all metrics, indicators included, in the vectorbt profile;
 * beside it a bare hand-written loop, a strategy in a user's signals form, two threads, and vectorbt.
 * Nothing is printed unless each has vectorbt's fingerprint.
 *
 *     node bench/engine-sweep.ts [--no-peers]
 */
import { createHash } from "node:crypto";
import { indicatorCache } from "../src/engine/indicators/indicator-cache.ts";
import { smaCross } from "../src/engine/strategies/sma-cross.ts";
import { sweepCells } from "../src/engine/sweep-cells.ts";
import { bareCell } from "./support/bare-loop.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureInTurns, speedup, summarizeSamples } from "./support/measure.ts";
import { askPeer, type PeerReport, withPeer } from "./support/peers.ts";
import {
  CROSS_CELLS,
  FINGERPRINT,
  fingerprintLine,
  fingerprintOf,
  requireEqual,
  sampleBars,
  VECTORBT_SETTINGS,
} from "./support/sample-sweep.ts";
import { partOf, startSweepThreads } from "./support/sweep-threads.ts";
import { usersCross } from "./support/users-cross.ts";

const RUNS = 11;
const THREAD_RUNS = 31;
const THREAD_WARM_UPS = 10;
const PEER_RUNS = 5;
const FEE = 0.001;
const bars = sampleBars();
const request = { bars: [bars], settings: VECTORBT_SETTINGS, cells: CROSS_CELLS };
const barCells = CROSS_CELLS.length * bars.close.length;

const engine = () => sweepCells({ strategy: smaCross, ...request });
const users = () => sweepCells({ strategy: usersCross, ...request });
const bareLoop = () => {
  const indicators = indicatorCache();
  const sma = (window: number) => indicators.sma(bars.close, window);
  return CROSS_CELLS.map(({ fast, slow }) => bareCell(bars, sma(fast), sma(slow), FEE));
};

await using threads = startSweepThreads(2);
const bareLines = bareLoop().map((figures, index) =>
  fingerprintLine(CROSS_CELLS[index] ?? { fast: 0, slow: 0 }, figures),
);
requireEqual("the bare loop's fingerprint", createHash("sha256").update(bareLines.join("")).digest("hex"), FINGERPRINT);
requireEqual("the engine's fingerprint", fingerprintOf([engine()]), FINGERPRINT);
requireEqual("the fingerprint of a user's strategy", fingerprintOf([users()]), FINGERPRINT);
requireEqual("the fingerprint of one thread", fingerprintOf(await threads.run(1)), FINGERPRINT);
const alone = engine().metrics.final_equity;
for (const [index, { metrics }] of (await threads.run(2)).entries()) {
  const expected = partOf([...alone], index, 2).join();
  requireEqual(`the equities of thread ${index}`, metrics.final_equity.join(), expected);
}

const here = await measureInTurns(RUNS, { engine, bareLoop, users });
const elsewhere = await measureInTurns(
  THREAD_RUNS,
  { one: () => threads.run(1), two: () => threads.run(2) },
  THREAD_WARM_UPS,
);

console.log(describeMachine());
console.log(`${CROSS_CELLS.length} MA cells × ${bars.close.length} bars, fingerprint ${FINGERPRINT.slice(0, 12)}…`);
const { wall, cpu } = { wall: barCells / here.engine.medianMs / 1000, cpu: barCells / (here.engine.cpuMs ?? 1) / 1000 };
reportFigure({
  work: "MA sweep, engine, one thread",
  time: here.engine,
  amount: `${wall.toFixed(0)} M bar-cells/s (per CPU second ${cpu.toFixed(0)})`,
  aim: { text: "≥ 250 M bar-cells/s", isReached: wall >= 250 },
});
reportFigure({ work: "MA sweep, bare loop over the same arrays", time: here.bareLoop });
reportRatio("MA sweep, engine ÷ bare loop", speedup(here.engine, here.bareLoop), 0.8);
reportFigure({ work: "MA sweep, a user's strategy in signals form", time: here.users });
reportRatio("MA sweep, user's strategy ÷ built-in", speedup(here.users, here.engine), 0.5);
reportFigure({ work: "MA sweep, engine on a worker thread", time: elsewhere.one });
reportFigure({ work: "MA sweep, engine on two worker threads", time: elsewhere.two });
const scaling = speedup(elsewhere.two, elsewhere.one).wall;
reportFigure({
  work: "MA sweep, two threads ÷ one",
  amount: `${scaling.toFixed(2)} ×`,
  aim: { text: "≥ 1.8 ×", isReached: scaling >= 1.8 },
});

for (const [columns, way] of [
  [CROSS_CELLS.length, "the whole grid in one call"],
  [99, "in blocks of 99 columns"],
] as const) {
  withPeer(`vectorbt, ${way}`, () => {
    const args = [String(PEER_RUNS), String(columns)];
    const report = askPeer("vectorbt_sweep.py", ["vectorbt==1.2.0"], args) as VectorbtReport;
    requireEqual(`the fingerprint of ${report.name}`, report.fingerprint, FINGERPRINT);
    const time = summarizeSamples(report.samples);
    reportFigure({ work: `MA sweep, ${report.name}, ${way}, ${report.metrics} metrics`, time });
    reportRatio(`MA sweep, engine ÷ vectorbt, ${way}`, speedup(here.engine, time), 100);
  });
}

interface VectorbtReport extends PeerReport {
  readonly fingerprint: string;
  /** How many it computes. */
  readonly metrics: number;
}

function reportRatio(work: string, ratio: { readonly wall: number; readonly cpu: number }, least: number): void {
  const digits = least >= 10 ? 0 : 2;
  reportFigure({
    work,
    amount: `${ratio.wall.toFixed(digits)} × (per CPU second ${ratio.cpu.toFixed(digits)} ×)`,
    aim: { text: `≥ ${least} ×`, isReached: ratio.wall >= least },
  });
}

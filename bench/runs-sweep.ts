/**
 * A sweep through the whole system (start, lease, compute in threads, commit, rank) beside the pure engine
 * on one thread over the same cells. Aim: at most 2 × the engine's time + 1 s for 10,000 cells × 5,105 bars.
 * Both must give the same best cell, bit for bit.
 */
import { availableParallelism } from "node:os";
import type { CellView } from "../src/callbacks/callback-context.ts";
import type { LoadedSnapshot } from "../src/data/dataset.ts";
import { builtinStrategy } from "../src/engine/strategies/builtin-strategies.ts";
import { prepareSweep } from "../src/engine/sweep-cells.ts";
import { openGrid } from "../src/factory/grid/open-grid.ts";
import { readProgress, watchRun } from "../src/runs/query/watch-run.ts";
import { runResults } from "../src/runs/query/run-results.ts";
import { startRun } from "../src/runs/start/start-run.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../test/support/sample-dag.ts";
import { sampleBars, sampleSnapshot } from "../test/support/sample-bars.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";

const BARS = 5105;
const SIDE = numberArgument(0, 100);
const RUNS = numberArgument(1, 5);

const snapshot: LoadedSnapshot = sampleSnapshot(sampleBars(BARS));
const backtest = sampleBacktest({
  grid: gridOf({ fast: upFrom(2, SIDE), slow: upFrom(2 + SIDE, SIDE) }),
  volatile: true,
});

function pureEngine(): { readonly ms: number; readonly best: number } {
  const began = performance.now();
  const cells = [...openGrid(backtest.grid, backtest.params).cells(0, SIDE * SIDE)];
  const settings = { ...backtest.settings, barsPerYear: 252 };
  const strategy = builtinStrategy("sma_cross");
  const { metrics } = prepareSweep({ strategy, bars: snapshot.bars, settings }).run(cells);
  const best = metrics.sharpe.reduce((top, value) => (value > top ? value : top), Number.NEGATIVE_INFINITY);
  return { ms: performance.now() - began, best };
}

await using bench = await openBenchDatabase();
const deps = benchDeps(bench, snapshot);
const worker = await benchWorker(bench, deps);

async function wholeSystem(run: number): Promise<{ readonly ms: number; readonly best: number }> {
  const spec = sampleDag({ id: `bench_${run}`, backtests: [backtest] });
  const dag = { file: "/bench.yaml", text: spec.id, spec };
  const began = performance.now();
  const request = { dag, logicalDate: new Date(), trigger: "manual", tickAt: null, overrides: {} } as const;
  const id = await startRun(request, deps);
  if (id === null) throw new Error("The run was not started");
  for await (const progress of watchRun(deps.database, id)) if (progress.isOver) break;
  const best = { backtest: null, sort: null, isReversed: false, limit: 1 };
  const { pages } = await runResults(deps, { id, spec }, best);
  let first: CellView | undefined;
  for await (const [cell] of pages) first ??= cell;
  const ms = performance.now() - began;
  const { run: row } = await readProgress(deps.database, id);
  if (row.cellsSucceeded !== SIDE * SIDE) throw new Error(`Only ${row.cellsSucceeded} cells have a result`);
  return { ms, best: first?.metrics?.sharpe ?? Number.NaN };
}

console.log(describeMachine());
console.log(`${SIDE * SIDE} cells × ${BARS} bars, ${availableParallelism()} compute slots, durable embedded Postgres`);
const pure = Array.from({ length: RUNS }, pureEngine);
await wholeSystem(0);
const whole = [];
for (let run = 1; run <= RUNS; run++) whole.push(await wholeSystem(run));
if (pure[0]?.best !== whole[0]?.best) throw new Error(`The best differ: ${pure[0]?.best} and ${whole[0]?.best}`);

const pureTime = summarize(pure.map(({ ms }) => ms));
const wholeTime = summarize(whole.map(({ ms }) => ms));
const allowed = 2 * pureTime.medianMs + 1000;
const name = `${SIDE * SIDE} cells × ${BARS} bars`;
reportFigure({ work: `${name}, pure engine, one thread`, time: pureTime });
reportFigure({
  work: `${name}, start to ranked results`,
  time: wholeTime,
  amount: `${(wholeTime.medianMs / pureTime.medianMs).toFixed(2)} × the pure engine`,
  aim: { text: `≤ 2 × + 1 s = ${allowed.toFixed(0)} ms`, isReached: wholeTime.medianMs <= allowed },
});
await worker.drain();

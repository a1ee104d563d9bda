/**
 * A sweep of a million cells through the whole system: from the start to judged, ranked results, beside the pure engine on
 * as many threads as there are slots; then what it takes in Postgres, and how long it takes to read.
 *
 *     node bench/runs-million.ts [SIDE]      SIDE × SIDE cells, 1,000 by default
 */
import { availableParallelism } from "node:os";
import type { LoadedSnapshot } from "../src/data/dataset.ts";
import type { Params } from "../src/core/params/param-spec.ts";
import { createCellEngine } from "../src/executors/engine/create-cell-engine.ts";
import { createUserCode } from "../src/app/user/user-code.ts";
import { openGrid } from "../src/factory/grid/open-grid.ts";
import { canonicalJson } from "../src/core/values/canonical-json.ts";
import { watchRun } from "../src/runs/query/watch-run.ts";
import { listTasks } from "../src/store/run/tasks.ts";
import { startRun } from "../src/runs/start/start-run.ts";
import { listCells } from "../src/store/sweep/read-cells.ts";
import { readParts } from "../src/store/sweep/parts.ts";
import { readSweepColumns } from "../src/store/sweep/sweep-columns.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../test/support/sample-dag.ts";
import { sampleBars, sampleSnapshot } from "../test/support/sample-bars.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measure, summarize } from "./support/measure.ts";
import { randomWalk } from "./support/random-walk.ts";

const BARS = 5105;
const SIDE = numberArgument(0, 1000);
const CELLS = SIDE * SIDE;
const RANGE = 20_000;
const MIB = 1024 * 1024;

/** Prices that cross their averages, one bar a day. */
const snapshot: LoadedSnapshot = sampleSnapshot({ ...randomWalk(BARS), time: sampleBars(BARS).time });

const backtest = sampleBacktest({
  grid: gridOf({ fast: upFrom(2, SIDE), slow: upFrom(2 + SIDE, SIDE) }),
  volatile: true,
});
const settings = { ...backtest.settings, barsPerYear: 252 };
const grid = openGrid(backtest.grid, backtest.params);
const slots = availableParallelism();

/** In threads, range by range, and nothing kept but the best. */
async function pureEngine(): Promise<{ readonly ms: number; readonly best: number }> {
  const users = createUserCode({ home: "/nowhere", env: {} }).sweepProcesses();
  const executor = createCellEngine({ users, slots });
  const strategy = { kind: "builtin", name: "sma_cross" } as const;
  const setup = { id: "pure", strategy, codeHash: "", bars: snapshot.bars, settings, blocks: 16 };
  const texts = [...grid.cells(0, CELLS)].map((cell: Params) => canonicalJson(cell));
  await executor.compute(setup, texts.slice(0, 100), new AbortController().signal);
  const began = performance.now();
  let best = Number.NEGATIVE_INFINITY;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < CELLS) {
      const cells = texts.slice(next, next + RANGE);
      next += RANGE;
      const { metrics } = await executor.compute(setup, cells, new AbortController().signal);
      for (const value of metrics.sharpe) if (value > best) best = value;
    }
  };
  await Promise.all(Array.from({ length: slots }, work));
  const ms = performance.now() - began;
  await executor.close();
  return { ms, best };
}

console.log(describeMachine());
const cells = CELLS.toLocaleString("en");
const pure = await pureEngine();
await using bench = await openBenchDatabase();
const deps = benchDeps(bench, snapshot);
const worker = await benchWorker(bench, deps);
let mostMemory = 0;
const watch = setInterval(() => {
  mostMemory = Math.max(mostMemory, process.memoryUsage.rss());
}, 50);
const spec = sampleDag({ id: "million", backtests: [backtest] });
const dag = { file: "/bench.yaml", text: spec.id, spec };
const began = performance.now();
const id = await startRun({ dag, logicalDate: new Date(), trigger: "manual", tickAt: null, overrides: {} }, deps);
if (id === null) throw new Error("The run was not started");
for await (const { isOver } of watchRun(deps.database, id)) if (isOver) break;
const ms = performance.now() - began;
clearInterval(watch);
const [task] = await listTasks(deps.database, id);
if (task === undefined || task.cellsSucceeded !== CELLS)
  throw new Error(`Only ${task?.cellsSucceeded} cells have a result`);

const bySharpe = { by: "metric", metric: "sharpe", better: "higher", descending: true, minTrades: 0 } as const;
const [first] = await listCells(deps.database, { taskId: task.id, order: bySharpe, limit: 1 });
if (first?.result?.metrics.sharpe !== pure.best) {
  throw new Error(`The best differ: ${first?.result?.metrics.sharpe} and ${pure.best}`);
}
const allowed = 1.3 * pure.ms + 5000;
reportFigure({
  work: `${cells} cells × ${BARS} bars, the engine alone on ${slots} threads`,
  time: summarize([pure.ms]),
});
reportFigure({
  work: "the same from the start of a run to judged results",
  time: summarize([ms]),
  amount: `${(ms / pure.ms).toFixed(2)} × the engine; worker, engine's threads and bench together ${Math.round(mostMemory / MIB)} MiB`,
  aim: { text: `≤ 1.3 × + 5 s = ${(allowed / 1000).toFixed(1)} s`, isReached: ms <= allowed },
});
const { pbo, dsr, effective_trials: effective } = task.judgement ?? {};
console.log(`judged: PBO ${pbo?.value}, DSR ${dsr?.value}, effective trials ${effective?.value}`);

const { rows } = await deps.database.query<{ bytes: number }>(
  `select sum(pg_total_relation_size(name::regclass))::float8 as bytes
   from unnest(array['batch', 'sweep_part', 'failed_cell', 'trial_set']) as name`,
);
const perCell = (rows[0]?.bytes ?? Number.NaN) / CELLS;
console.log(`in Postgres: ${perCell.toFixed(0)} bytes a cell, indices and the ledger of trials included; aim ≤ 300`);

const query = { taskId: task.id, order: bySharpe, limit: 50 };
const parts = await readParts(deps.database, task.id);
const reads = [
  { work: "the 50 best of them", mark: 300, read: () => listCells(deps.database, query) },
  {
    work: "50 from the middle of the ranking",
    mark: 100,
    read: () => listCells(deps.database, { ...query, offset: CELLS / 2 }),
  },
  {
    work: "one metric as a column",
    mark: 500,
    read: () => readSweepColumns(deps.database, { parts, cells: CELLS }, ["sharpe"]),
  },
];
for (const { work, mark, read } of reads) {
  const time = await measure(5, read);
  reportFigure({ work, time, aim: { text: `≤ ${mark} ms`, isReached: time.medianMs <= mark } });
}
await worker.drain();

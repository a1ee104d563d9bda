/**
 * What the service reads, beside 100,000 runs of 1,050 DAGs and a sweep of a million cells: each is asked forty times, of other
 * pages each time, and its 95th percentile is held against its aim. Everything is seeded as columns: nothing is computed.
 *
 *     node bench/service-queries.ts [SIDE]      SIDE × SIDE cells, 1,000 by default
 */
import { seedSweep } from "./support/service/seed-sweep.ts";
import { overviewJson } from "../src/contract/json/service/overview-json.ts";
import { createDagSummaries } from "../src/runs/query/home/dag-summaries.ts";
import { readOverview } from "../src/runs/query/home/overview.ts";
import { runPage, type RunPageRequest } from "../src/runs/query/pages/run-page.ts";
import { cellDetail } from "../src/runs/query/sweep/cell-detail.ts";
import { sweepColumn } from "../src/runs/query/sweep/sweep-columns.ts";
import { sweepDetail } from "../src/runs/query/sweep/sweep-detail.ts";
import { sweepPage } from "../src/runs/query/sweep/sweep-page.ts";
import { createSweepReader, openSweepView } from "../src/runs/query/sweep/sweep-reader.ts";
import { sweepHeatmap, sweepHistogram, sweepImportance } from "../src/runs/query/sweep/sweep-views.ts";
import { serviceFigures } from "../src/runs/query/upkeep/service-figures.ts";
import { seedRuns } from "../test/support/service/seeded-runs.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measureOnce, type Sample, summarize, summarizeSamples } from "./support/measure.ts";

const SIDE = numberArgument(0, 1000);
const CELLS = SIDE * SIDE;
const RUNS = 100_000;
const DAGS = 1050;
const CALLS = 40;

console.log(describeMachine());
await using bench = await openBenchDatabase();
const { database } = bench;
await seedRuns(database, { runs: RUNS, dags: DAGS });
const runId = await seedSweep(database, SIDE);
await database.query("vacuum analyze");

/** @param warmUps calls that do not count */
async function figure(work: string, aimMs: number, call: (turn: number) => Promise<unknown>, warmUps = 1) {
  for (let turn = 0; turn < warmUps; turn++) await call(turn);
  const samples: Sample[] = [];
  for (let turn = 0; turn < CALLS; turn++) samples.push(await measureOnce(() => call(turn)));
  const times = samples.map(({ wallMs }) => wallMs).toSorted((a, b) => a - b);
  const p95 = times[Math.ceil(0.95 * CALLS) - 1] ?? Number.NaN;
  const aim = { text: `p95 < ${aimMs} ms`, isReached: p95 < aimMs };
  reportFigure({ work, time: summarizeSamples(samples), amount: `p95 ${p95.toFixed(1)} ms`, aim });
}

const LIST_MS = 50;
const lists: readonly (readonly [string, RunPageRequest])[] = [
  ["runs, first page of 50", { limit: 50 }],
  ["runs of one DAG", { limit: 50, dag: "dag_7" }],
  ["runs that failed", { limit: 50, states: ["failed"] }],
  ["runs of a state that none has", { limit: 50, states: ["cancelled"] }],
  ["runs of a day", { limit: 50, from: new Date("2026-01-05"), to: new Date("2026-01-06") }],
  ["runs of a trigger that none has", { limit: 50, trigger: "backfill" }],
  ["runs whose id begins so", { limit: 50, idPrefix: "20260103_11" }],
];
for (const [work, request] of lists) await figure(work, LIST_MS, () => runPage(database, request));
let cursor: string | null = null;
const walk = async (): Promise<void> => {
  const page: Awaited<ReturnType<typeof runPage>> = await runPage(database, {
    limit: 50,
    ...(cursor === null ? {} : { cursor }),
  });
  cursor = page.nextCursor;
};
for (let page = 0; page < 200; page++) await walk();
await figure("runs, page after page from the 10,000th on", LIST_MS, walk);

const summaries = createDagSummaries(database);
await figure(`home, ${DAGS} DAGs`, 300, async () =>
  JSON.stringify(overviewJson(await readOverview(database, summaries))),
);
await figure("figures for Prometheus", 500, () => serviceFigures(database, summaries));

const name = { runId, backtest: null };
const PAGE = { sort: null, isReversed: false, limit: 50 };
const cold = await measureOnce(async () => {
  const reader = createSweepReader(database);
  await sweepPage(reader, await openSweepView(reader, name), { ...PAGE, offset: CELLS / 2 });
});
reportFigure({ work: "the first page of a ranking that anybody asks for", time: summarize([cold.wallMs]) });

const reader = createSweepReader(database);
const offsetOf = (turn: number): number => Math.floor((((turn * 7919) % CALLS) / CALLS) * (CELLS - 50));
const page = async (turn: number) =>
  sweepPage(reader, await openSweepView(reader, name), { ...PAGE, offset: offsetOf(turn) });
const [best] = (await page(0)).cells;
if (best === undefined) throw new Error("The ranking has no first cell");
await figure("50 cells of a ranking at any offset", 100, page);
await figure("a sweep with its 100 best", 100, async () => {
  const sweep = await openSweepView(reader, name);
  return sweepDetail(reader, sweep, { sort: null, isReversed: false, top: 100 });
});
const metrics = (await openSweepView(reader, name)).metrics.ids;
let drawn = 0;
await figure("a heat map over all cells, its column kept", 300, async () => {
  const sweep = await openSweepView(reader, name);
  drawn = (await sweepHeatmap(reader, sweep, { metric: null, x: "fast", y: "slow", reduce: "max" })).map.cells;
});
if (drawn !== CELLS) throw new Error(`The heat map is of ${drawn} cells`);
await figure("the median of a brush over half of them", 300, async (turn) => {
  const sweep = await openSweepView(reader, name);
  const within = { fast: { low: 0, high: SIDE / 2 + turn } };
  return sweepHeatmap(reader, sweep, { metric: null, x: "fast", y: "slow", reduce: "median", within });
});
const MOST_METRICS = 20;
await figure("a heat map of another metric each time, its column read", 300, async (turn) => {
  const one = createSweepReader(database);
  const sweep = await openSweepView(one, name);
  const metric = metrics[turn % MOST_METRICS] ?? null;
  return sweepHeatmap(one, sweep, { metric, x: "fast", y: "slow", reduce: "mean" });
});
await figure("a histogram with a mark", 300, async (turn) => {
  const sweep = await openSweepView(reader, name);
  return sweepHistogram(reader, sweep, { metric: null, bars: 50, range: null, cell: turn });
});
await figure("importance of two axes and their pair", 300, async () =>
  sweepImportance(reader, await openSweepView(reader, name), { metric: null }),
);
await figure("a column of 32-bit floats, kept", 50, async () =>
  sweepColumn(reader, await openSweepView(reader, name), { name: "sharpe" }),
);
await figure("a cell among its sweep", 100, async (turn) =>
  cellDetail(reader, await openSweepView(reader, name), offsetOf(turn)),
);

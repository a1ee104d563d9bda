/**
 * Checking 1,000 DAG files and planning 1,000,000 cells, each with a filter. Aims: < 1 s each, memory flat.
 * The files differ in id and grid, so that nothing is answered from a cache.
 */
import { readFileSync } from "node:fs";
import { builtinStrategy } from "../src/engine/strategies/builtin-strategies.ts";
import { paramSpecsOf } from "../src/engine/cells/param-specs.ts";
import { checkDag } from "../src/factory/check-dag.ts";
import type { GridSpec } from "../src/factory/dag-spec.ts";
import type { FactoryDeps } from "../src/factory/factory-deps.ts";
import { openGrid } from "../src/factory/grid/open-grid.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measure } from "./support/measure.ts";

const FILES = 1000;
const RUNS = 7;
const text = readFileSync(new URL("../test/factory/fixtures/nightly.yaml", import.meta.url), "utf8");
const texts = Array.from({ length: FILES }, (_, i) =>
  text.replace("id: nightly_sp500_sma", `id: nightly_${i}`).replace("[5, 10, 20]", `[5, 10, ${20 + i}]`),
);

const deps: FactoryDeps = {
  env: {},
  now: () => new Date(),
  readText: () => Promise.reject(new Error("no such file")),
  exists: () => Promise.resolve(false),
  checkFile: () => Promise.reject(new Error("no such file")),
  strategies: {
    names: ["sma_cross"],
    builtin(name) {
      const strategy = builtinStrategy(name);
      return strategy === undefined ? undefined : { name, params: paramSpecsOf(strategy), kind: "signals" };
    },
    load: () => Promise.reject(new Error("no such module")),
  },
  callbacks: { names: ["check_data", "rank", "tearsheet"], check: () => Promise.resolve([]) },
  datasets: ["sp500"],
  sources: [{ name: "coingecko", hasActions: false, timeframes: ["1d", "1h"] }],
  resolveData: () => Promise.resolve([]),
  alertConditionProblem: () => null,
};

async function checkAll(): Promise<number> {
  let cells = 0;
  for (const [i, each] of texts.entries()) {
    const { spec, diagnostics } = await checkDag(each, `/dags/nightly_${i}.yaml`, deps);
    if (spec === null) throw new Error(diagnostics[0]?.message ?? "no spec");
    cells += spec.backtests.length;
  }
  return cells;
}

const million: GridSpec = {
  axes: [
    { name: "fast", kind: "range", from: 1, step: 1, count: 1415 },
    { name: "slow", kind: "range", from: 1, step: 1, count: 1415 },
  ],
  where: "fast < slow",
  exclude: [],
  add: [],
  maxCells: 2_000_000,
};

function planMillion(): number {
  const grid = openGrid(million, { fast: 20, slow: 50, position_size: 0.95 });
  let sum = 0;
  for (const cell of grid.cells(0, grid.count)) sum += Number(cell["slow"]);
  if (grid.count !== (1415 * 1414) / 2 || sum === 0) throw new Error("the grid is wrong");
  return grid.count;
}

const unfiltered: GridSpec = { ...million, axes: million.axes.map((axis) => ({ ...axis, count: 1000 })), where: null };

console.log(describeMachine());
await report(`${FILES} DAG files checked`, checkAll);
await report("1,000,000 cells counted", () => openGrid(unfiltered, {}).count);
await report("1,000,405 cells counted through `where`", () => openGrid(million, {}).count);
await report("1,000,405 cells planned, each parameter read", planMillion);

globalThis.gc?.();
const before = process.memoryUsage();
const grid = openGrid(million, { fast: 20, slow: 50 });
const after = process.memoryUsage();
const grown = after.arrayBuffers - before.arrayBuffers;
reportFigure({
  work: `Memory held by a grid of ${grid.count} cells`,
  amount: `${(grown / 1024).toFixed(0)} kB of bits`,
});

async function report(work: string, call: () => unknown): Promise<void> {
  const time = await measure(RUNS, call);
  reportFigure({ work, time, aim: { text: "< 1 s", isReached: time.medianMs < 1000 } });
}

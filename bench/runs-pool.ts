/**
 * Callbacks that do nothing, one at a time in a pool of one slot, of which all others wait in line: from one to the next must not
 * take longer because more of them wait. Aim: at most 15 ms each, and with ten times as many at most half as much again.
 */
import { setPool } from "../src/runs/limits/set-pool.ts";
import { sampleSnapshot } from "../test/support/sample-bars.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";
import { fanOf, timeRun } from "./support/orchestrators/task-graphs.ts";

const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 2000, 4000, 10_000];
const HOP_MS = 15;

await using bench = await openBenchDatabase();
const deps = benchDeps(bench, sampleSnapshot());
const count = { now: 0, most: 0, calls: 0 };
const worker = await benchWorker(bench, deps, {
  runCallback: async () => {
    count.calls += 1;
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    await new Promise(setImmediate);
    count.now -= 1;
    return null;
  },
});
await setPool(deps.database, "one", { slots: 1, memoryMb: null });
const pool = { name: "one", slots: 1, memoryMb: 0 };

console.log(describeMachine());
let firstHop = 0;
for (const size of SIZES) {
  const tasks = fanOf(size).map((task) => ({ ...task, pool }));
  count.calls = 0;
  const took = await timeRun(deps.database, tasks);
  if (count.calls !== tasks.length || count.most !== 1) {
    throw new Error(`${count.calls} of ${tasks.length} callbacks ran, up to ${count.most} at a time`);
  }
  const hop = took / size;
  if (firstHop === 0) firstHop = hop;
  reportFigure({
    work: `${size} callbacks, one at a time in a pool`,
    time: summarize([took]),
    amount: `${hop.toFixed(1)} ms each`,
    aim: { text: `≤ ${HOP_MS} ms each`, isReached: hop <= HOP_MS && hop <= 1.5 * firstHop },
  });
}
await worker.drain();

/**
 * Tiny tasks fanned out and joined: 10,000 callbacks that do nothing, between one that comes first and one
 * that waits for all; beside as many bare jobs of graphile-worker on the same database, in turns with them.
 * Aim: at least 5,000 tasks/s on the embedded database, and half the speed of the bare jobs.
 */
import { run as runQueue } from "graphile-worker";
import { quietQueueLogger } from "../src/worker/pools/queue-logger.ts";
import { sampleSnapshot } from "../test/support/sample-bars.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";
import { fanOf, timeRun } from "./support/orchestrators/task-graphs.ts";

const TASKS = numberArgument(0, 10_000);
const RUNS = numberArgument(1, 5);

await using bench = await openBenchDatabase();
const deps = benchDeps(bench, sampleSnapshot());
let calls = 0;
const worker = await benchWorker(bench, deps, { runCallback: async () => void calls++ });

const fanOutAndJoin = (): Promise<number> => timeRun(deps.database, fanOf(TASKS));

/** The same queue settings as the control pool of a worker. */
async function bareJobs(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let left = TASKS;
  const runner = await runQueue({
    pgPool: bench.database,
    noHandleSignals: true,
    logger: quietQueueLogger(),
    taskList: { bench_bare: () => void (--left === 0 && resolve()) },
    preset: {
      worker: {
        concurrentJobs: 250,
        localQueue: { size: 1000, ttl: 60_000 },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  const began = performance.now();
  await bench.database.query(
    `select count(*) from graphile_worker.add_jobs((
       select array_agg(('bench_bare', '{}'::json, null, null, 1, null, 0, null)::graphile_worker.job_spec)
       from generate_series(1, $1::int)))`,
    [TASKS],
  );
  await promise;
  const ms = performance.now() - began;
  await runner.stop();
  return ms;
}

console.log(describeMachine());
await fanOutAndJoin();
await bareJobs();
calls = 0;
const times: number[] = [];
const bareTimes: number[] = [];
for (let run = 0; run < RUNS; run++) {
  times.push(await fanOutAndJoin());
  bareTimes.push(await bareJobs());
}
if (calls !== RUNS * (TASKS + 2)) throw new Error(`${calls} callbacks ran instead of ${RUNS * (TASKS + 2)}`);
const time = summarize(times);
const bare = summarize(bareTimes);
const rate = Math.round((TASKS / time.medianMs) * 1000);
const ratio = bare.medianMs / time.medianMs;
reportFigure({
  work: `${TASKS} no-op tasks, written, fanned out and joined`,
  time,
  amount: `${rate} tasks/s`,
  aim: { text: "≥ 5,000 tasks/s", isReached: rate >= 5000 },
});
reportFigure({
  work: `${TASKS} bare graphile-worker jobs`,
  time: bare,
  amount: `${Math.round((TASKS / bare.medianMs) * 1000)} jobs/s`,
});
reportFigure({
  work: "Tasks ÷ bare jobs",
  amount: `${ratio.toFixed(2)} ×`,
  aim: { text: "≥ 0.5 ×", isReached: ratio >= 0.5 },
});
await worker.drain();

/**
 * What judging a sweep costs once its last cell is committed: reading figures and block sums, counting trials,
 * PBO in a thread of its own, writing the judgement; and how long the event loop is held up meanwhile.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createDagCache } from "../src/runs/dag-cache.ts";
import { judgeTask } from "../src/runs/judge/judge-task.ts";
import { createRunLogs } from "../src/runs/run-logs.ts";
import { watchRun } from "../src/runs/query/watch-run.ts";
import { startRun } from "../src/runs/start/start-run.ts";
import { createSweepCache } from "../src/runs/sweep/sweep-cache.ts";
import { listTasks } from "../src/store/run/tasks.ts";
import { sampleBars, sampleSnapshot } from "../test/support/sample-bars.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../test/support/sample-dag.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";

const SIDES = [22, 70, 100, 316];
const RUNS = 5;

await using bench = await openBenchDatabase();
const deps = benchDeps(bench, sampleSnapshot(sampleBars(1000)));
const dags = createDagCache(deps.database);
const sweeps = createSweepCache({ ...deps, dags });
const logs = createRunLogs(deps);
const worker = await benchWorker(bench, deps);

console.log(describeMachine());
for (const side of SIDES) {
  const grid = gridOf({ fast: upFrom(2, side), slow: upFrom(2 + side, side) });
  const backtest = sampleBacktest({ grid });
  const spec = sampleDag({ id: `judge_${side}`, backtests: [backtest] });
  const dag = { file: "/bench.yaml", text: spec.id, spec };
  const id = await startRun({ dag, logicalDate: new Date(), trigger: "manual", tickAt: null, overrides: {} }, deps);
  if (id === null) throw new Error("The run was not started");
  for await (const progress of watchRun(deps.database, id)) if (progress.isOver) break;
  const [task] = await listTasks(deps.database, id);
  if (task === undefined) throw new Error("The run has no task");
  await sweeps.open(task.id);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await deps.database.query("update task set judgement = null where id = $1", [task.id]);
    delay.enable();
    const began = performance.now();
    const judgement = await judgeTask(task.id, backtest, { ...deps, sweeps, logs });
    times.push(performance.now() - began);
    delay.disable();
    if (judgement?.pbo.value === null || judgement === null) throw new Error("The sweep was not judged");
  }
  reportFigure({ work: `judging a sweep of ${side * side} cells`, time: summarize(times) });
  console.log(`  event loop held up for at most ${(delay.max / 1e6).toFixed(0)} ms`);
}
await worker.drain();
await logs.flush();

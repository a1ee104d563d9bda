/**
 * The same graphs of tasks that do nothing on Nightgrid and on those that people would take instead: a chain of 40, and
 * 400 and 10,000 at once between one that comes first and one that waits for all. Each peer has a database of its own on the
 * same server, in an environment that is made under `.nightgrid/peers`; what cannot be had is left out with a message.
 *
 *     node bench/orchestrators.ts [MINUTES]    how long a peer may take in all; 10 by default
 */
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, formatMs, summarize } from "./support/measure.ts";
import { ORCHESTRATORS, type OrchestratorReport, runOrchestrator } from "./support/orchestrators/orchestrators.ts";
import { PeerMissing } from "./support/peers.ts";
import { chainOf, fanOf, timeRun } from "./support/orchestrators/task-graphs.ts";
import { sampleSnapshot } from "../test/support/sample-bars.ts";
import { hasOption } from "./support/arguments.ts";

const MINUTES = numberArgument(0, 10);
const CHAIN = 40;
const FANS = [400, 10_000];
const RUNS = 5;
const MOST_CHAIN_MS = 400;

console.log(describeMachine());
await using bench = await openBenchDatabase();
const deps = benchDeps(bench, sampleSnapshot());
const worker = await benchWorker(bench, deps);
const own = new Map<string, number>();
for (const [name, tasks] of [
  [`chain ${CHAIN}`, chainOf(CHAIN)] as const,
  ...FANS.map((width) => [`fan ${width}`, fanOf(width)] as const),
]) {
  await timeRun(deps.database, tasks);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await timeRun(deps.database, tasks));
  const time = summarize(times);
  own.set(name, time.medianMs);
  reportFigure({
    work: `${name}: Nightgrid`,
    time,
    ...(name.startsWith("chain")
      ? { aim: { text: `≤ ${MOST_CHAIN_MS} ms`, isReached: time.medianMs <= MOST_CHAIN_MS } }
      : {}),
  });
}
await worker.drain();

function report({ name, times }: OrchestratorReport): void {
  for (const [work, ms] of Object.entries(times)) {
    const ratio = ms / (own.get(work) ?? Number.NaN);
    reportFigure({
      work: `${work}: ${name}`,
      time: summarize([ms]),
      amount:
        ratio >= 1 ? `Nightgrid is ${ratio.toFixed(1)} × as fast` : `${(1 / ratio).toFixed(1)} × as fast as Nightgrid`,
    });
  }
}

for (const orchestrator of hasOption("--no-peers") ? [] : ORCHESTRATORS) {
  try {
    await bench.database.query(`create database ${orchestrator.id}`);
    const url = new URL(bench.url);
    url.pathname = `/${orchestrator.id}`;
    const { reports, isWhole } = await runOrchestrator(orchestrator, {
      url: url.href,
      sizes: [CHAIN, ...FANS],
      limitMs: MINUTES * 60_000,
    });
    report(reports);
    if (!isWhole)
      console.log(`${reports.name}: the rest took longer than ${formatMs(MINUTES * 60_000)}, and was ended`);
  } catch (error) {
    if (!(error instanceof PeerMissing)) throw error;
    console.log(`${orchestrator.id}: skipped, ${error.message}`);
  }
}

/**
 * 1,000 cells that are each `python3 -c pass`, through the whole system (plan, lease, a process in a folder of its own, its files looked
 * at, commit, rank), beside `xargs -P` that starts the same as many at a time and does nothing else, in turns with it.
 * Aim: at most 1.3 times as long.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { scriptExecutor } from "../src/executors/script/script-executor.ts";
import { findProgram } from "../src/sandbox/program/host-tools.ts";
import type { ScriptSpec } from "../src/factory/dag-spec.ts";
import { watchRun } from "../src/runs/query/watch-run.ts";
import { startRun } from "../src/runs/start/start-run.ts";
import { sampleSnapshot } from "../test/support/sample-bars.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../test/support/sample-dag.ts";
import { numberArgument } from "./support/arguments.ts";
import { openBenchDatabase } from "./support/bench-database.ts";
import { benchDeps, benchWorker } from "./support/bench-project.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, summarize } from "./support/measure.ts";

const CELLS = numberArgument(0, 1000);
const RUNS = numberArgument(1, 3);
const SLOTS = availableParallelism();
const python = findProgram("python3", process.env["PATH"] ?? "");
if (python === null) throw new Error("This bench needs python3");

const home = mkdtempSync(path.join(tmpdir(), "nightgrid-bench-"));
await using bench = await openBenchDatabase();
const scripts = scriptExecutor<ScriptSpec, never>({
  home,
  results: path.join(home, "results"),
  env: process.env,
  resolveWindow: () => ({ startDate: null, endDate: null }),
  isWorker: true,
});
const deps = benchDeps(bench, sampleSnapshot());
const withScripts = { ...deps, executors: [...deps.executors, scripts] };
const worker = await benchWorker(bench, withScripts, { slots: SLOTS, executors: withScripts.executors });

const MIB = 1024 * 1024;
function scripted() {
  const optional = ["trades.csv", "summary.csv", "pnl.csv"].map((name) => ({ name, required: false, rules: {} }));
  const backtest = sampleBacktest({
    executor: "script",
    strategy: {
      kind: "script",
      path: null,
      command: [python ?? "", "-c", "pass"],
      inputs: [],
      folder: "",
      outputs: { files: optional },
      calendar: null,
      resources: { memoryBytes: 512 * MIB, logBytes: MIB, priority: "normal", isolation: "normal", graceMs: 1000 },
    },
    data: null,
    params: {},
    grid: gridOf({ cell: upFrom(0, CELLS) }),
    minTrades: 0,
    volatile: true,
  });
  return sampleDag({ id: "scripted", backtests: [backtest] });
}

async function wholeSystem(): Promise<number> {
  const spec = scripted();
  const dag = { file: "/bench.yaml", text: spec.id, spec };
  const began = performance.now();
  const request = { dag, logicalDate: new Date(), trigger: "manual", tickAt: null, overrides: {} } as const;
  const id = await startRun(request, withScripts);
  if (id === null) throw new Error("The run was not started");
  for await (const progress of watchRun(deps.database, id)) if (progress.isOver) break;
  return performance.now() - began;
}

function xargs(): number {
  const began = performance.now();
  const input = upFrom(0, CELLS).join("\n");
  execFileSync("xargs", ["-P", String(SLOTS), "-n", "1", python ?? "", "-c", "pass"], { input });
  return performance.now() - began;
}

console.log(describeMachine());
xargs();
const times: number[] = [];
const bare: number[] = [];
for (let run = 0; run < RUNS; run++) {
  times.push(await wholeSystem());
  bare.push(xargs());
}
const { rows } = await bench.database.query<{ cells: string }>(
  "select sum(cells_succeeded) as cells from task where kind = 'backtest'",
);
if (Number(rows[0]?.cells) !== RUNS * CELLS) throw new Error(`${rows[0]?.cells} cells instead of ${RUNS * CELLS}`);
const time = summarize(times);
const least = summarize(bare);
const ratio = time.medianMs / least.medianMs;
reportFigure({
  work: `${CELLS} script cells of \`python3 -c pass\`, ${SLOTS} at a time`,
  time,
  amount: `${ratio.toFixed(2)} × xargs`,
  aim: { text: "≤ 1.3 × xargs -P", isReached: ratio <= 1.3 },
});
reportFigure({ work: `${CELLS} times \`python3 -c pass\` by xargs -P ${SLOTS}`, time: least });
await worker.drain();
await scripts.close();
rmSync(home, { recursive: true, force: true });

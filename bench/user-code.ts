/**
 * What it costs that user code runs in processes of its own: a range of a user's strategy beside the same in a thread of
 * this process, with equal results; a callback in a warm process; and `validate` of 1,000 DAG files with 100 strategy modules of which
 * nothing is known yet.
 *
 *     node bench/user-code.ts [RUNS] [PROCESSES]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { callbackContext } from "../test/callbacks/support/callback-context.ts";
import { createUserCode } from "../src/app/user/user-code.ts";
import { numberArgument } from "./support/arguments.ts";
import { reportFigure } from "./support/figure.ts";
import { describeMachine, measure, summarize } from "./support/measure.ts";
import type { IsolationPair } from "./support/isolation-pair.ts";
import { requireEqual } from "./support/sample-sweep.ts";

const RUNS = numberArgument(0, 5);
/** Processes of each kind that are compared: two of them differ by some percent in how the compiler came out. */
const PAIRS = numberArgument(1, 15);
const MOST_COST = 0.03;
const MOST_CALLBACK_MS = 30;
const MOST_VALIDATE_MS = 2000;
const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-user-code-"));
const userCode = createUserCode({ home, env: process.env });

/** Of several processes, since the compiler makes code of another speed in each. */
function benchSweep(): void {
  const script = path.join(import.meta.dirname, "support/isolation-pair.ts");
  const pairs = Array.from({ length: PAIRS }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, String(RUNS)], {
      encoding: "utf8",
      cwd: home,
    });
    requireEqual(`the status of a pair: ${stderr.slice(0, 500)}`, status, 0);
    return JSON.parse(stdout) as IsolationPair;
  });
  const threads = summarize(pairs.map(({ threadMs }) => threadMs));
  const apart = summarize(pairs.map(({ apartMs }) => apartMs));
  const ratios = summarize(pairs.map(({ ratio }) => ratio));
  const cost = ratios.medianMs - 1;
  const cells = pairs[0]?.cells.toLocaleString("en");
  reportFigure({ work: `a range of ${cells} cells of a user's strategy, in a thread`, time: threads });
  reportFigure({
    work: "the same in a process of its own, results equal",
    time: apart,
    amount: `${percent(cost)} more, in turns: median of ${PAIRS} processes, ±${percent(ratios.spread)}`,
    aim: { text: "≤ 3 %", isReached: cost <= MOST_COST },
  });
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

async function benchCallback(): Promise<void> {
  const file = path.join(home, "noop.ts");
  writeFileSync(file, "export default async ({ run }) => run.id;\n");
  const module = { kind: "module", path: file, exportName: "default" } as const;
  const spec = { name: "noop", ref: module, options: {}, timeoutMs: 60_000 };
  const context = callbackContext();
  const call = async () => {
    const output = await userCode.callbacks.run(module, spec, context, 1000);
    requireEqual("the output of the callback", output.kind, "value");
  };
  const time = await measure(20 * RUNS, call);
  reportFigure({
    work: "a user's callback in a warm process",
    time,
    aim: { text: "≤ 30 ms", isReached: time.medianMs <= MOST_CALLBACK_MS },
  });
}

/** 1,000 DAG files, ten of each of 100 strategy modules. */
function writeProject(): string {
  const project = mkdtempSync(path.join(os.tmpdir(), "nightgrid-validate-"));
  mkdirSync(path.join(project, "dags"));
  for (let module = 0; module < 100; module++) {
    writeFileSync(
      path.join(project, `dags/mine_${module}.ts`),
      `import { defineStrategy } from "nightgrid";
export default defineStrategy({
  name: "mine_${module}",
  params: { window: { kind: "int", default: ${20 + module}, min: 2, max: 400 } },
  signals({ bars, params, indicators }) {
    const average = indicators.sma(bars.close, params.window);
    const entries = Uint8Array.from(bars.close, (close, bar) => Number(close > (average[bar] ?? 0)));
    return { entries, exits: entries.map((entry) => 1 - entry) };
  },
});
`,
    );
  }
  for (let dag = 0; dag < 1000; dag++) {
    const text = `id: dag_${dag}
backtest:
  strategy: ./mine_${dag % 100}.ts
  data: { dataset: sp500 }
  param_grid: { window: [10, 20, ${30 + (dag % 300)}] }
`;
    writeFileSync(path.join(project, `dags/dag_${dag}.yaml`), text);
  }
  return project;
}

async function benchValidate(): Promise<void> {
  const project = writeProject();
  const main = path.join(import.meta.dirname, "../bin/nightgrid.mjs");
  const validate = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, "validate"], {
      cwd: project,
      env: { ...process.env, NIGHTGRID_HOME: project },
      encoding: "utf8",
    });
    requireEqual(`the status of validate: ${stderr.slice(0, 500)}`, status, 0);
    requireEqual("the good files", stdout.split("\n").filter((line) => line.startsWith("✓")).length, 1000);
  };
  const cold = await measure(3, () => {
    rmSync(path.join(project, ".nightgrid"), { recursive: true, force: true });
    validate();
  });
  reportFigure({
    work: "validate, 1,000 files with 100 strategy modules, nothing learned yet",
    time: { ...cold, cpuMs: null },
    aim: { text: "≤ 2 s", isReached: cold.medianMs <= MOST_VALIDATE_MS },
  });
  reportFigure({ work: "the same once more", time: { ...(await measure(3, validate)), cpuMs: null } });
  rmSync(project, { recursive: true, force: true });
}

console.log(describeMachine());
benchSweep();
await benchCallback();
await benchValidate();
await userCode.close();
rmSync(home, { recursive: true, force: true });

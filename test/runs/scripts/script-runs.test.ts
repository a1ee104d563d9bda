import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scriptExecutor } from "../../../src/executors/script/script-executor.ts";
import type { RetrySpec } from "../../../src/core/spec/retry-spec.ts";
import { type BacktestSpec, isScriptSpec, type ScriptSpec } from "../../../src/factory/dag-spec.ts";
import { metricValue } from "../../../src/engine/metrics/metric-catalogue.ts";
import { cellFiles } from "../../../src/runs/files/cell-files.ts";
import { runResults } from "../../../src/runs/query/run-results.ts";
import { showRun } from "../../../src/runs/query/show-run.ts";
import { previewRun } from "../../../src/runs/start/preview-run.ts";
import { startPlanned } from "../../../src/runs/start/start-run.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { tallyTasks } from "../../../src/store/run/list-runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { GOOD_FILES, NOTHING_ASKED } from "../../executors/script/support/script-project.ts";
import { gridOf, sampleBacktest, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject } from "../../support/test-project.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "nightgrid-scripts-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const executor = scriptExecutor<ScriptSpec, never>({
  home,
  results: path.join(home, "results"),
  env: process.env,
  resolveWindow: () => ({ startDate: "2020-01-01", endDate: "2020-02-11" }),
  isWorker: true,
});
const project = await createTestProject([executor]);
const { deps } = project;
beforeAll(() => project.worker({ slots: 2 }));
afterAll(() => executor.close());

const MIB = 1024 * 1024;

/** A backtest that runs shell words in each cell of a grid over `a`. */
function scripted(words: string, changes: Partial<BacktestSpec> = {}): BacktestSpec {
  return sampleBacktest({
    executor: "script",
    strategy: {
      kind: "script",
      path: null,
      command: ["sh", "-c", words, "sh", "{args}"],
      inputs: [],
      folder: "",
      outputs: NOTHING_ASKED,
      calendar: null,
      resources: { memoryBytes: 512 * MIB, logBytes: MIB, priority: "normal", isolation: "normal", graceMs: 500 },
    },
    data: null,
    params: {},
    grid: gridOf({ a: [1, 2, 3] }),
    minTrades: 0,
    ...changes,
  });
}

async function ended(backtest: BacktestSpec, retry: RetrySpec = { limit: 0, backoffMs: 1 }) {
  const spec = sampleDag({ id: "scripts", backtests: [backtest], retry });
  const id = await project.start(spec);
  const run = await project.ended(id);
  const [task] = await listTasks(deps.database, id);
  return { id, run, task, spec };
}

async function failuresOf(id: string, spec: ReturnType<typeof sampleDag>) {
  const request = { backtest: null, sort: "cell", isReversed: false, limit: null } as const;
  const { pages } = await runResults(deps, { id: id as never, spec }, request);
  const cells = [];
  for await (const page of pages) cells.push(...page);
  return cells.map(({ cell, state, error }) => ({ cell, state, error }));
}

describe("a run of a script", () => {
  it("ranks its cells by a metric that only it reports, and keeps what each took", async () => {
    const words = `${GOOD_FILES}\nsed -i "s/edge,1.25/edge,$2/" "$out/summary.csv"`;
    const { id, run, spec } = await ended(scripted(words, { objective: "edge" }));
    expect(run).toMatchObject({ state: "succeeded", cellsSucceeded: 3 });
    const request = { backtest: null, sort: null, isReversed: false, limit: null } as const;
    const { pages } = await runResults(deps, { id, spec }, request);
    const cells = [];
    for await (const page of pages) cells.push(...page);
    expect(cells.map(({ cell, metrics }) => [cell, metrics && metricValue(metrics, "edge")])).toEqual([
      [2, 3],
      [1, 2],
      [0, 1],
    ]);
    const names = (await runResults(deps, { id, spec }, { ...request, sort: "win_rate" })).metrics.ids;
    expect(names).toEqual(expect.arrayContaining(["sharpe", "edge", "total_pnl"]));
    const slip = runResults(deps, { id, spec }, { ...request, sort: "egde" });
    await expect(slip).rejects.toMatchObject({ code: "USAGE", hint: expect.stringContaining('"edge"') });
    const { usage } = await showRun(deps.database, id);
    expect(usage).toMatchObject([{ task: "backtest", programs: 3 }]);
    expect(usage[0]?.medianMs).toBeGreaterThan(0);
  });

  it("takes over the cells of an earlier one, and shows the files of that", async () => {
    const words = 'echo "$1 $2"';
    const first = await ended(scripted(words));
    const second = await ended(scripted(words, { grid: gridOf({ a: [3, 4] }) }));
    expect(second.run).toMatchObject({ cellsCached: 1, cellsSucceeded: 1 });
    const files = await cellFiles(second, { backtest: null, cell: 0 }, deps);
    expect(files).toMatchObject({ runId: first.id, folder: path.join(home, "results", `run_${first.id}`, "cell_2") });
    expect(readFileSync(path.join(files.folder, "execution.log"), "utf8")).toBe("--a 3\n");
    const own = await cellFiles(second, { backtest: null, cell: 1 }, deps);
    expect(own.folder).toBe(path.join(home, "results", `run_${second.id}`, "cell_1"));
    await expect(cellFiles(second, { backtest: null, cell: 2 }, deps)).rejects.toMatchObject({
      code: "CELL_NOT_FOUND",
    });
  });

  it("tries again what asks for it by its exit code, so many times as that code may, and nothing else", async () => {
    const words = `f="${home}/tries-$2"; echo x >> "$f"; n=$(wc -l < "$f"); [ "$2" = 1 ] && exit 3; [ "$2" = 2 ] && [ "$n" -lt 3 ] && exit 75; exit 0`;
    const { id, run, spec } = await ended(scripted(words), { limit: 0, backoffMs: 1, exitCodes: { 75: 2, 3: 1 } });
    expect(run.state).toBe("succeeded");
    expect(await failuresOf(id, spec)).toEqual([
      { cell: 0, state: "failed", error: expect.stringContaining("exit code 3") },
      { cell: 1, state: "succeeded", error: null },
      { cell: 2, state: "succeeded", error: null },
    ]);
    const tries = ["1", "2", "3"].map((a) => readFileSync(path.join(home, `tries-${a}`), "utf8").length / 2);
    expect(tries).toEqual([2, 3, 1]);
  });

  it("tries a signal again by its own count", async () => {
    const words = `f="${home}/signals-$2"; echo x >> "$f"; [ $(wc -l < "$f") -lt 2 ] && kill -SEGV $$; exit 0`;
    const grid = gridOf({ a: [1] });
    expect((await ended(scripted(words, { grid }), { limit: 0, backoffMs: 1, on: { signal: 1 } })).run.state).toBe(
      "succeeded",
    );
    expect((await ended(scripted(`${words}; :`, { grid: gridOf({ a: [2] }) }))).run.state).toBe("failed");
  });

  it("tells how far a long cell is while it runs", async () => {
    const leave = path.join(home, "let");
    const words = `echo nightgrid:progress 0.25; while [ ! -e "${leave}" ]; do sleep 0.05; done`;
    const spec = sampleDag({ id: "long", backtests: [scripted(words, { grid: gridOf({ a: [1] }) })] });
    const id = await project.start(spec);
    for (;;) {
      if ((await tallyTasks(deps.database, id)).cellsUnderWay === 0.25) break;
    }
    writeFileSync(leave, "");
    expect((await project.ended(id)).state).toBe("succeeded");
    expect((await tallyTasks(deps.database, id)).cellsUnderWay).toBe(0);
  });

  it("of which all cells fail says why", async () => {
    const { task } = await ended(scripted("echo no data >&2; exit 1"));
    expect(task).toMatchObject({ state: "failed", error: { code: "PROCESS_ENDED" } });
    expect(task?.error?.message).toMatch(/All 3 cells failed; the first: .*exit code 1.*no data/);
  });
});

describe("a script that this host cannot run", () => {
  const spec = sampleDag({ id: "elsewhere", backtests: [withCommand(["no-such-program"])] });
  const request = {
    dag: { file: "/dag.yaml", text: "elsewhere", spec },
    logicalDate: new Date("2026-02-10"),
    trigger: "manual",
    tickAt: null,
    overrides: {},
  } as const;

  it("can be planned, with a note, and is not started", async () => {
    const { plan, backtests } = await previewRun(request, deps);
    expect(backtests[0]?.notes).toMatchObject([
      { kind: "program_missing", text: expect.stringContaining("no-such-program") },
    ]);
    await expect(startPlanned(plan, deps)).rejects.toMatchObject({ code: "INTERPRETER_NOT_FOUND" });
    expect(await readRun(deps.database, plan.run.id)).toBeNull();
  });
});

function withCommand(command: readonly string[]): BacktestSpec {
  const backtest = scripted("exit 0");
  if (!isScriptSpec(backtest)) throw new Error("It is one");
  return { ...backtest, strategy: { ...backtest.strategy, command } };
}

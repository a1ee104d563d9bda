import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtinStrategy } from "../../src/engine/strategies/builtin-strategies.ts";
import { reapDeadWorkers } from "../../src/runs/watch/reap-dead-workers.ts";
import { readRun } from "../../src/store/run/runs.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { registerWorker } from "../../src/store/workers.ts";
import { createGate } from "../support/gate.ts";
import { inlineExecutor } from "../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "fixtures/worker-main.ts");

let project: TestProject;
let child: ChildProcess | undefined;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(async () => {
  child?.kill("SIGKILL");
  child = undefined;
  await project[Symbol.asyncDispose]();
});

/** Starts a worker process; resolves once it computes. */
async function computingProcess(mode: "hang" | "block", flag = ""): Promise<ChildProcess> {
  const started = spawn(process.execPath, [MAIN, project.database.url, mode, flag], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  child = started;
  await once(started.stdout, "data");
  return started;
}

const wide = (id: string) =>
  sampleDag({ id, backtests: [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 10), slow: upFrom(40, 10) }) })] });

async function attempts(state: string): Promise<number> {
  const { rows } = await project.deps.database.query("select 1 from attempt where state = $1", [state]);
  return rows.length;
}

async function aliveUntil(): Promise<number> {
  const { rows } = await project.deps.database.query<{ at: Date }>(
    "select alive_until as at from worker where id <> 'judge'",
  );
  return rows[0]?.at.getTime() ?? Number.NaN;
}

describe("a worker process", () => {
  it("killed while it computes leaves one result per cell, made by another worker (I3, I4)", async () => {
    const id = await project.start(wide("killed"));
    const doomed = await computingProcess("hang");
    doomed.kill("SIGKILL");
    await once(doomed, "exit");
    await project.worker({ timing: { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 100, cellsDone: 100 });
    expect((await listTasks(project.deps.database, id))[0]).toMatchObject({ attempts: 0 });
    expect(await attempts("lost")).toBeGreaterThan(0);
    const { rows } = await project.deps.database.query("select sum(cells)::int as results from batch");
    expect(rows).toEqual([{ results: 100 }]);
  });

  it("whose main thread is blocked is not taken for dead (I3)", async () => {
    const id = await project.start(wide("blocked"));
    const flag = path.join(mkdtempSync(path.join(os.tmpdir(), "nightgrid-flag-")), "go");
    await computingProcess("block", flag);
    const began = await aliveUntil();
    const judge = { id: "judge", host: "here", pid: 1, slots: 1, aliveMs: 600_000 };
    await registerWorker(project.deps.database, judge);
    while ((await aliveUntil()) - began < 2000) {
      expect(await reapDeadWorkers(project.deps.database, { workerId: judge.id, graceMs: 0 })).toEqual([]);
    }
    writeFileSync(flag, "");
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 100 });
    expect(await attempts("lost")).toBe(0);
  });
});

describe("a worker", () => {
  it("carries on by itself when every connection is cut, and nothing is done twice (I9)", async () => {
    const gate = createGate();
    await project.worker({
      executor: inlineExecutor(builtinStrategy, () => gate.pass()),
      timing: { heartbeatMs: 100, aliveMs: 2000, watchdogMs: 200 },
    });
    const id = await project.start(wide("cut"));
    await gate.arrived;
    await project.deps.database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    gate.open();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 100, cellsDone: 100 });
    const { rows } = await project.deps.database.query("select sum(cells)::int as cells from sweep_part");
    expect(rows).toEqual([{ cells: 100 }]);
  });

  it("that drains commits what it has begun, and leaves the rest to others", async () => {
    const gate = createGate();
    const worker = await project.worker({ executor: inlineExecutor(builtinStrategy, () => gate.pass()) });
    const id = await project.start(wide("drained"));
    await gate.arrived;
    const drained = worker.drain();
    gate.open();
    await drained;
    expect(await attempts("running")).toBe(0);
    const left = await readRun(project.deps.database, id);
    expect(left?.cellsDone).toBeGreaterThan(0);
    expect(left?.cellsDone).toBeLessThan(100);
    await project.worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsDone: 100 });
  });
});

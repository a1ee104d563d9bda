import { afterEach, beforeEach, expect, it } from "vitest";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { watchOver } from "../../../src/runs/watch/watch-over.ts";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import { pauseRun, unpauseRun } from "../../../src/runs/actions/pause-run.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { beginSweep } from "../../../src/runs/kinds/sweep/work/begin-sweep.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import { createGate } from "../../support/gate.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { sampleBacktest, sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const overdue = {
  code: "BACKTEST_TIMEOUT",
  message: expect.stringContaining("of 6 cells are done, and kept. Raise timeout"),
};

it("a backtest over its time fails alone with its own code, and its work has heard of it", async () => {
  let aborted = 0;
  const executor = inlineExecutor(builtinStrategy, (_, signal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => {
      aborted++;
      resolve();
    });
    return promise;
  });
  await project.worker({ executor });
  const backtests = [sampleBacktest({ timeoutMs: 100 })];
  const id = await project.start(
    sampleDag({ backtests, after: [sampleCallback("then")], retry: { limit: 5, backoffMs: 1 } }),
  );
  expect(await project.ended(id)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("Not done after 100ms"),
  });
  const [sweep, after] = await listTasks(project.deps.database, id);
  expect(sweep).toMatchObject({ state: "failed", attempts: 0, error: overdue });
  expect(after).toMatchObject({ state: "succeeded" });
  expect(aborted).toBeGreaterThan(0);
  let running: number | null = 1;
  while (running !== 0) {
    running = (await project.deps.database.query("select from attempt where state = 'running'")).rowCount;
  }
});

const ACT = { by: "eve", origin: "cli", reason: null } as const;

it("the time of a backtest stands still while its run is paused, for those who work at it and for the watchdog", async () => {
  const { database } = project.deps;
  const gate = createGate();
  let hasGivenUp = false;
  const executor = inlineExecutor(builtinStrategy, async (_, signal) => {
    signal.addEventListener("abort", () => (hasGivenUp = true));
    await gate.pass(signal);
  });
  await project.worker({ executor, timing: { watchdogMs: 50 } });
  const id = await project.start(sampleDag({ backtests: [sampleBacktest({ timeoutMs: 400 })] }));
  await gate.arrived;
  await pauseRun(database, id, ACT);
  // Longer than the whole time-out, by the database's clock.
  await database.query("update task set started_at = started_at - interval '1 hour'");
  await database.query("update run set paused_at = paused_at - interval '1 hour'");
  await database.query("select pg_sleep(1.6)");
  expect(hasGivenUp).toBe(false);
  expect((await listTasks(database, id))[0]).toMatchObject({ state: "running" });
  await database.query("update task set timeout_ms = timeout_ms + 600000");
  await unpauseRun(database, id, ACT);
  gate.open();
  expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  const [task] = await listTasks(database, id);
  expect(task?.startedAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

it("a backtest that nobody works at is ended by the watchdog of any worker", async () => {
  const { deps, home } = project;
  await registerWorker(deps.database, { id: "watcher", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
  const callbacks = { runCallback: async () => null, renderTearsheet: () => "" };
  const channels = channelsFromEnv({});
  const work = createWorkDeps({ ...deps, ...callbacks, home, workerId: "watcher", slots: 1, channels });
  const id = await project.start(sampleDag({ backtests: [sampleBacktest({ timeoutMs: 3_600_000 })] }));
  const [task] = await listTasks(deps.database, id);
  if (task === undefined) throw new Error("The run has no task");
  await beginSweep(task.id, work);
  await watchOver(work, 60_000);
  expect((await listTasks(deps.database, id))[0]).toMatchObject({ state: "running" });
  await deps.database.query("update task set started_at = started_at - interval '2 hours'");
  await watchOver(work, 60_000);
  expect((await listTasks(deps.database, id))[0]).toMatchObject({ state: "failed", error: overdue });
});

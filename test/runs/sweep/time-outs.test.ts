import { once } from "node:events";
import { afterEach, beforeEach, expect, it } from "vitest";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import { watchOver } from "../../../src/runs/watch/watch-over.ts";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import { pauseRun, unpauseRun } from "../../../src/runs/actions/pause-run.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { beginSweep } from "../../../src/runs/kinds/sweep/work/begin-sweep.ts";
import { overdueSignal } from "../../../src/runs/kinds/sweep/work/overdue-signal.ts";
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
  const backtests = [sampleBacktest({ timeoutMs: 2000 })];
  const id = await project.start(
    sampleDag({ backtests, after: [sampleCallback("then")], retry: { limit: 5, backoffMs: 1 } }),
  );
  expect(await project.ended(id)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("Not done after 2.0s"),
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

/** A sweep that is worked on, with an hour of time. */
async function heldSweep() {
  const gate = createGate();
  await project.worker({
    executor: inlineExecutor(builtinStrategy, (_, signal) => gate.pass(signal)),
    timing: { watchdogMs: 50 },
  });
  const backtests = [sampleBacktest({ timeoutMs: 3_600_000, volatile: true })];
  const id = await project.start(sampleDag({ backtests }));
  await gate.arrived;
  const [task] = await listTasks(project.deps.database, id);
  if (task === undefined) throw new Error("The run has no task");
  return { gate, id, taskId: task.id, backtests };
}

it("the time of a backtest stands still while its run is paused, for the watchdog too", async () => {
  const { database } = project.deps;
  const { gate, id, taskId, backtests } = await heldSweep();
  await pauseRun(database, id, ACT);
  await database.query("update task set started_at = started_at - interval '2 hours' where id = $1", [taskId]);
  await database.query("update run set paused_at = paused_at - interval '2 hours' where id = $1", [id]);
  // Another one that is not paused is ended by a round, which has seen this one, too.
  const other = await project.start(sampleDag({ id: "other", backtests }));
  const late = "update task set started_at = now() - interval '2 hours' where run_id = $1 and state = 'running'";
  while ((await database.query(late, [other])).rowCount === 0);
  expect(await project.ended(other)).toMatchObject({ state: "failed" });
  expect((await listTasks(database, id))[0]).toMatchObject({ state: "running" });
  await unpauseRun(database, id, ACT);
  expect((await listTasks(database, id))[0]?.startedAt?.getTime()).toBeGreaterThan(Date.now() - 600_000);
  gate.open();
  expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
});

it("the time of a backtest stands still while its run is paused, for who works at it", async () => {
  const { database } = project.deps;
  const { gate, id, taskId } = await heldSweep();
  await pauseRun(database, id, ACT);
  const looked = Promise.withResolvers<void>();
  const watched = new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...given: readonly unknown[]) => {
        const answer: unknown = await Reflect.apply(value, target, given);
        looked.resolve();
        return answer;
      };
    },
  });
  const lease = { attemptId: "0", from: 0, to: 1, kills: 0, externalId: null, leftMs: 1 };
  const overdue = overdueSignal(lease, taskId, watched);
  await looked.promise;
  expect(overdue.signal.aborted).toBe(false);
  overdue.release();

  await unpauseRun(database, id, ACT);
  await database.query("update task set timeout_ms = 1 where id = $1", [taskId]);
  const now = overdueSignal(lease, taskId, database);
  await once(now.signal, "abort");
  now.release();
  gate.open();
  await project.ended(id);
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

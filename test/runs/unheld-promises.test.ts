import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelsFromEnv } from "../../src/alerts/channels/channels-from-env.ts";
import type { RunId, TaskId } from "../../src/core/names/ids.ts";
import { ENGINE_RANGES } from "../../src/executors/engine/engine-executor.ts";
import { createWorkDeps } from "../../src/runs/create-work-deps.ts";
import { beginSweep } from "../../src/runs/kinds/sweep/work/begin-sweep.ts";
import { reapDeadWorkers } from "../../src/runs/watch/reap-dead-workers.ts";
import { watchOver } from "../../src/runs/watch/watch-over.ts";
import type { WorkDeps } from "../../src/runs/work-deps.ts";
import { claimTasks } from "../../src/store/moves/attempt-moves.ts";
import { requeueTask, type RequeueReason } from "../../src/store/moves/task-moves.ts";
import { listTasks } from "../../src/store/run/tasks.ts";
import { leaseRange } from "../../src/store/moves/lease-range.ts";
import { inTransaction } from "../../src/store/connection/transaction.ts";
import { registerWorker } from "../../src/store/workers.ts";
import { sampleCallback, sampleDag } from "../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../support/test-project.ts";

let project: TestProject;
let deps: WorkDeps;
beforeEach(async () => {
  project = await createTestProject();
  deps = await workerByHand("mine");
});
afterEach(() => project[Symbol.asyncDispose]());

/** The work of a worker, without its processes. */
async function workerByHand(id: string): Promise<WorkDeps> {
  await registerWorker(project.deps.database, { id, host: "here", pid: 1, slots: 1, aliveMs: 600_000 });
  const callbacks = { runCallback: async () => null, renderTearsheet: () => "" };
  const channels = channelsFromEnv({});
  return createWorkDeps({ ...project.deps, ...callbacks, home: project.home, workerId: id, slots: 1, channels });
}

async function firstTask(
  id: RunId,
): Promise<{ readonly id: TaskId; readonly attempts: number; readonly kills: number }> {
  const [task] = await listTasks(deps.database, id);
  if (task === undefined) throw new Error("The run has no task");
  return task;
}

/** As `markStopping` leaves a run before its tasks have been dropped: the narrow moment that a claim may fall into. */
async function tellToStop(id: RunId): Promise<void> {
  await deps.database.query("update run set stopping = 'cancelled' where id = $1", [id]);
}

const claim = (taskId: TaskId) => claimTasks(deps.database, [taskId], deps.workerId);

describe("FAULTS 10: a stopping run", () => {
  it("claims no further task", async () => {
    const id = await project.start(sampleDag({ before: [sampleCallback("first")] }));
    const task = await firstTask(id);
    await tellToStop(id);
    expect(await claim(task.id)).toEqual([]);
    await deps.database.query("update run set stopping = null");
    expect(await claim(task.id)).toHaveLength(1);
  });

  it("leases no further range, neither a fresh nor a spare one", async () => {
    const id = await project.start(sampleDag());
    const task = await firstTask(id);
    await beginSweep(task.id, deps);
    const lease = () =>
      inTransaction(deps.database, (transaction) =>
        leaseRange(transaction, { taskId: task.id, workerId: deps.workerId, slots: 1, target: ENGINE_RANGES }),
      );
    await deps.database.query("insert into spare_range values ($1, 0, 1, 0)", [task.id]);
    await tellToStop(id);
    expect(await lease()).toBeNull();
    expect((await deps.database.query("select 1 from spare_range")).rowCount).toBe(1);
    await deps.database.query("update run set stopping = null");
    expect(await lease()).toMatchObject({ from: 0, to: 1 });
    expect(await lease()).not.toBeNull();
  });
});

describe("FAULTS 10: a task that goes back to the queue", () => {
  it.each<[RequeueReason, number, number]>([
    ["failed", 1, 0],
    ["worker_died", 0, 1],
    ["stray", 0, 0],
  ])("because %s: counts %i failed tries and %i deaths", async (because, attempts, kills) => {
    const id = await project.start(sampleDag({ before: [sampleCallback("first")] }));
    const task = await firstTask(id);
    await claim(task.id);
    expect(await requeueTask(deps.database, task.id, { because, runAfter: null, error: null })).toBe(true);
    expect(await firstTask(id)).toMatchObject({ state: "queued", attempts, kills });
  });

  it("of a worker that died uses up no retry of its callback (I4)", async () => {
    const doomed = await workerByHand("doomed");
    const id = await project.start(sampleDag({ before: [sampleCallback("first")], retry: { limit: 0, backoffMs: 1 } }));
    for (let death = 1; death <= 2; death++) {
      const task = await firstTask(id);
      await claimTasks(doomed.database, [task.id], doomed.workerId);
      const past = "update worker set state = 'live', reaped = false, alive_until = now() - interval '1 second'";
      await deps.database.query(`${past} where id = 'doomed'`);
      expect(await reapDeadWorkers(deps.database, { workerId: deps.workerId, graceMs: 0 })).toEqual(["doomed"]);
      expect(await firstTask(id)).toMatchObject({ state: "queued", attempts: 0, kills: death });
    }
    await project.worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    expect(await firstTask(id)).toMatchObject({ attempts: 0, kills: 2 });
  });

  it("that ends well, or badly for good, counts no failed try", async () => {
    await project.worker({
      runCallback: async ({ name }) => {
        if (name === "bad") throw new Error("no");
      },
    });
    const id = await project.start(sampleDag({ before: [sampleCallback("good"), sampleCallback("bad")] }));
    await project.ended(id);
    const tasks = await listTasks(deps.database, id);
    expect(tasks.map(({ state, attempts }) => [state, attempts])).toEqual([
      ["succeeded", 0],
      ["failed", 0],
      ["skipped", 0],
    ]);
  });
});

describe("FAULTS 10: the watch", () => {
  const dueJobs = async () =>
    (await deps.database.query("select 1 from graphile_worker.jobs where run_at <= now() and locked_at is null"))
      .rowCount;

  it("wakes open work when no job is due, and leaves it alone when one is", async () => {
    await project.start(sampleDag());
    const before = await dueJobs();
    expect(before).toBeGreaterThan(0);
    await watchOver(deps, 600_000);
    expect(await dueJobs()).toBe(before);
    await deps.database.query("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))");
    expect(await dueJobs()).toBe(0);
    await watchOver(deps, 600_000);
    expect(await dueJobs()).toBeGreaterThan(0);
  });
});

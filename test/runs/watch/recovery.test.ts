import { listCells } from "../../../src/store/sweep/read-cells.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import type { RunId, TaskId } from "../../../src/core/names/ids.ts";
import { ENGINE_RANGES } from "../../../src/executors/engine/engine-executor.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { finishRun } from "../../../src/runs/end/finish-run.ts";
import { beginSweep } from "../../../src/runs/kinds/sweep/work/begin-sweep.ts";
import { commitRange } from "../../../src/runs/kinds/sweep/work/commit-range.ts";
import { computeRange } from "../../../src/runs/kinds/sweep/work/compute-range.ts";
import { computeCells } from "../../../src/runs/kinds/sweep/work/compute-cells.ts";
import { MAX_KILLS } from "../../../src/runs/kinds/max-kills.ts";
import { splitLostRange } from "../../../src/runs/kinds/sweep/split-lost-range.ts";
import { reapDeadWorkers } from "../../../src/runs/watch/reap-dead-workers.ts";
import type { WorkDeps } from "../../../src/runs/work-deps.ts";
import { type Lease, leaseRange } from "../../../src/store/moves/lease-range.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import { gridOf, sampleBacktest, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

/** The work of a worker, without its processes: this test decides what it does, and when it dies. */
async function workerByHand(id: string): Promise<WorkDeps> {
  const { deps, home } = project;
  await registerWorker(deps.database, { id, host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
  const channels = channelsFromEnv({});
  const callbacks = { runCallback: async () => null, renderTearsheet: () => "" };
  return createWorkDeps({ ...deps, ...callbacks, home, workerId: id, slots: 1, channels });
}

async function die({ database, workerId }: WorkDeps): Promise<readonly string[]> {
  await database.query(`update worker set alive_until = now() - interval '1 second' where id = $1`, [workerId]);
  return reapDeadWorkers(database, await judge());
}

/** A worker that does nothing but look after the others. */
async function judge() {
  const { database } = project.deps;
  const workerId = `judge ${++judges}`;
  await registerWorker(database, { id: workerId, host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
  return { workerId, graceMs: 0 };
}
let judges = 0;

function lease({ database, workerId }: WorkDeps, taskId: TaskId): Promise<Lease | null> {
  return inTransaction(database, (transaction) =>
    leaseRange(transaction, { taskId, workerId, slots: 1, target: ENGINE_RANGES }),
  );
}

async function startSweep(deps: WorkDeps, cells: number): Promise<{ id: RunId; taskId: TaskId }> {
  const backtests = [sampleBacktest({ grid: gridOf({ fast: upFrom(2, cells), slow: [90] }) })];
  const id = await project.start(sampleDag({ backtests }));
  const [task] = await listTasks(deps.database, id);
  const taskId = task?.id ?? ("0" as TaskId);
  await beginSweep(taskId, deps);
  return { id, taskId };
}

async function work(deps: WorkDeps, taskId: TaskId, range: Lease): Promise<void> {
  const task = await deps.sweeps.open(taskId);
  const computed = await computeRange(
    task.sweep,
    { ...range, done: new Set() },
    {
      signal: new AbortController().signal,
      log: deps.log,
      keepExternalId: async () => undefined,
      isHeld: async () => true,
      tellProgress: () => undefined,
    },
  );
  await commitRange(task, range, computed, { next: null, deps });
}

async function cellStates(taskId: TaskId): Promise<readonly string[]> {
  const rows = await listCells(project.deps.database, { taskId, order: { by: "cell" }, limit: null });
  return rows.map((row) => row.state);
}

describe("a worker that died", () => {
  it("loses its range to another one, and the retries stay whole (I3, I4)", async () => {
    const doomed = await workerByHand("doomed");
    const { id, taskId } = await startSweep(doomed, 20);
    expect(await lease(doomed, taskId)).toMatchObject({ from: 0, to: 10 });
    expect(await die(doomed)).toEqual(["doomed"]);
    await project.worker();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 20, cellsDone: 20 });
    expect((await listTasks(project.deps.database, id))[0]).toMatchObject({ attempts: 0 });
  });

  it("loses also what it has claimed after it was taken for dead (I3)", async () => {
    const unheard = await workerByHand("unheard");
    const { taskId } = await startSweep(unheard, 20);
    await die(unheard);
    expect(await lease(unheard, taskId)).toMatchObject({ from: 0 });
    await reapDeadWorkers(unheard.database, await judge());
    expect((await unheard.database.query("select 1 from attempt where state = 'running'")).rowCount).toBe(0);
  });

  it("cannot commit any more when it wakes up (I2)", async () => {
    const sleeper = await workerByHand("sleeper");
    const { taskId } = await startSweep(sleeper, 20);
    const range = await lease(sleeper, taskId);
    if (range === null) throw new Error("There was no range");
    await die(sleeper);
    await work(sleeper, taskId, range);
    expect(await cellStates(taskId)).toEqual([]);
    const { rows } = await project.deps.database.query("select 1 from batch");
    expect(rows).toEqual([]);
  });

  it("is not declared dead while its heart beats", async () => {
    const busy = await workerByHand("busy");
    expect(await reapDeadWorkers(busy.database, await judge())).toEqual([]);
  });

  it("gets no blame when the server itself was away (I9)", async () => {
    const cut = await workerByHand("cut_off");
    await cut.database.query(`update worker set alive_until = now() - interval '1 second'`);
    const longerThanTheServerIsUp = 365 * 86_400_000;
    expect(await reapDeadWorkers(cut.database, { ...(await judge()), graceMs: longerThanTheServerIsUp })).toEqual([]);
  });

  it("is not declared dead by one whose own heart has stopped (I9)", async () => {
    const cut = await workerByHand("cut_off");
    const alsoCut = await judge();
    await cut.database.query(`update worker set alive_until = now() - interval '1 second'`);
    expect(await reapDeadWorkers(cut.database, alsoCut)).toEqual([]);
    expect(await reapDeadWorkers(cut.database, await judge())).toEqual(expect.arrayContaining(["cut_off"]));
  });
});

describe("FAULTS 8.7: a worker that was declared dead by one that died, too", () => {
  it("has its jobs released and its work taken back by the next one", async () => {
    const doomed = await workerByHand("doomed");
    const { database } = doomed;
    const { taskId } = await startSweep(doomed, 20);
    await lease(doomed, taskId);
    await database.query(`update worker set state = 'dead', pools = '{pool-doomed}' where id = 'doomed'`);
    await database.query(`update graphile_worker._private_jobs set locked_by = 'pool-doomed', locked_at = now()`);
    const locked = async () =>
      (await database.query("select 1 from graphile_worker.jobs where locked_at is not null")).rowCount;
    expect(await locked()).toBeGreaterThan(0);
    await reapDeadWorkers(database, await judge());
    expect(await locked()).toBe(0);
    expect((await database.query("select 1 from attempt where state = 'running'")).rowCount).toBe(0);
  });
});

describe("a cell that kills its worker (I4)", () => {
  it("is put in quarantine after three of them alone, and the rest goes on", async () => {
    const killer = 13;
    let deaths = 0;
    const first = await workerByHand("worker 0");
    const { id, taskId } = await startSweep(first, 40);
    let deps = first;
    for (let range = await lease(deps, taskId); range !== null; range = await lease(deps, taskId)) {
      const isDeadly = range.from <= killer && killer < range.to && range.kills < MAX_KILLS;
      if (!isDeadly && range.kills < MAX_KILLS) await work(deps, taskId, range);
      if (range.kills >= MAX_KILLS) {
        expect([range.from, range.to]).toEqual([killer, killer + 1]);
        await deps.database.query("update attempt set state = 'lost' where id = $1", [range.attemptId]);
        await deps.database.query("insert into spare_range values ($1, $2, $3, $4)", [taskId, killer, killer + 1, 3]);
        break;
      }
      if (!isDeadly) continue;
      deaths += 1;
      await die(deps);
      deps = await workerByHand(`worker ${deaths}`);
    }
    // The first is one of a range; three count, of the cell alone.
    expect(deaths).toBe(4);
    // On a slow machine a turn may be over before all is done.
    while ((await listTasks(deps.database, id))[0]?.state === "running") await computeCells(taskId, deps);
    await finishRun(id, deps);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 39, cellsFailed: 1 });
    const states = await cellStates(taskId);
    expect(states.map((state, cell) => (state === "failed" ? cell : -1)).filter((cell) => cell >= 0)).toEqual([killer]);
  });

  it("is alone in its range by its third worker, whatever the range was, and counts deaths from then on", () => {
    for (const length of [1, 2, 7, 100, 20_000, 60_000]) {
      const killer = Math.floor(length / 3);
      let range = { from: 0, to: length, kills: 0 };
      let deathsInCompany = 0;
      while (range.kills < MAX_KILLS) {
        const isAlone = range.to - range.from === 1;
        deathsInCompany += isAlone ? 0 : 1;
        const pieces = splitLostRange(range);
        expect(pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0)).toBe(range.to - range.from);
        const kills = range.kills + (isAlone ? 1 : 0);
        expect(pieces.every((piece) => piece.kills === kills)).toBe(true);
        range = pieces.find((piece) => piece.from <= killer && killer < piece.to) ?? range;
      }
      expect(deathsInCompany).toBeLessThanOrEqual(2);
    }
  });

  it("FAULTS 1.8: is none that died in company, however often", () => {
    let range = { from: 0, to: 5000, kills: 0 };
    while (range.to - range.from > 1) {
      range = splitLostRange(range)[0] ?? range;
      expect(range.kills).toBe(0);
    }
  });
});

describe("a job that was lost", () => {
  it("is made up for by the next worker that starts", async () => {
    const id = await project.start(sampleDag());
    await project.deps.database.query(
      "select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))",
    );
    await project.worker({ timing: { watchdogMs: 600_000 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
  });
});

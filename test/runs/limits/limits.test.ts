import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTaskBatching } from "../../../src/runs/task/task-batching.ts";
import { reapDeadWorkers } from "../../../src/runs/watch/reap-dead-workers.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import type { RunId, TaskId } from "../../../src/core/names/ids.ts";
import { headStartMs, PRIORITIES, turnHeadStartMs } from "../../../src/core/names/priority.ts";
import { dagVersion } from "../../../src/runs/start/run-plan.ts";
import { writeRun } from "../../../src/runs/start/write-run.ts";
import { removePool, setPool } from "../../../src/runs/limits/set-pool.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import type { NewTask } from "../../../src/store/run/tasks.ts";
import { newRunId } from "../../../src/core/names/ids.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
  await checkLimits();
});
afterEach(() => project[Symbol.asyncDispose]());

/** Refuses every claim that would break a limit, in its own transaction: the job, and so the test, would fail. */
async function checkLimits(): Promise<void> {
  await project.deps.database.query(`
    create table broken_limit (name text);
    create function check_limits() returns trigger language plpgsql as $$
    begin
      if exists (
        select from slot_limit join (
          select name, sum(slots) as slots, sum(memory_mb) as memory from held_slot held
          join attempt on attempt.id = held.attempt_id and attempt.state = 'running' group by name) used using (name)
        where name in (select name from fresh) and (used.slots > slot_limit.slots or used.memory > slot_limit.memory_mb)
      ) then
        insert into broken_limit select name from fresh;
      end if;
      return null;
    end $$;
    create trigger check_limits after insert on held_slot referencing new table as fresh
      for each statement execute function check_limits()`);
}

async function brokenLimits(): Promise<number | null> {
  return (await project.deps.database.query("select from broken_limit")).rowCount;
}

/** A worker that does nothing but look after the others. */
async function judge() {
  const { database } = project.deps;
  await registerWorker(database, { id: "judge", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
  return { workerId: "judge", graceMs: 0 };
}

/** How many callbacks are under way, and the most that ever were. */
function counter() {
  let now = 0;
  const seen = { most: 0, calls: 0 };
  const runCallback = async (): Promise<null> => {
    seen.calls++;
    seen.most = Math.max(seen.most, ++now);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    now--;
    return null;
  };
  return { seen, runCallback };
}

/** A run of so many callbacks that wait for nothing but a pool. */
async function startMany(count: number, changes: Partial<NewTask> = {}): Promise<RunId> {
  const { database } = project.deps;
  const spec = sampleDag({ id: "many", before: [sampleCallback("noop")] });
  const version = dagVersion({ file: "/many.yaml", text: "many", spec });
  const rule = { triggerRule: "all_success", minSuccess: null, needs: [], sweep: null } as const;
  const tasks = Array.from({ length: count }, (_, index) => ({
    key: `task ${index}`,
    specIndex: 0,
    kind: "callback",
    phase: "before",
    ...rule,
    ...changes,
  })) as readonly NewTask[];
  const id = newRunId(new Date());
  const nothing = {
    codeHash: "",
    snapshotIds: [],
    seed: 0,
    cellsTotal: 0,
    overrides: {},
    held: false,
    tickAt: null,
  };
  const run = {
    id,
    dagId: spec.id,
    dagHash: version.hash,
    logicalDate: new Date(),
    trigger: "manual",
    reads: "own",
    ...nothing,
  } as const;
  const plan = { file: "/many.yaml", version, run: { ...run, openTasks: count, timeoutMs: 600_000 }, tasks };
  await inTransaction(database, (transaction) => writeRun(transaction, plan));
  return id;
}

describe("I8: limits hold always, with any number of workers", () => {
  it("of a pool of slots, and all of its tasks run in the end", async () => {
    const { seen, runCallback } = counter();
    await setPool(project.deps.database, "gpu", { slots: 3, memoryMb: null });
    for (let worker = 0; worker < 3; worker++) await project.worker({ runCallback });
    const id = await startMany(200, { pool: { name: "gpu", slots: 1, memoryMb: 0 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    expect(seen).toEqual({ calls: 200, most: 3 });
    expect(await brokenLimits()).toBe(0);
    const left = await project.deps.database.query("select from held_slot union all select from slot_wait");
    expect(left.rowCount).toBe(0);
  });

  it("of memory, and of tasks that take several slots, or more than there are", async () => {
    const { seen, runCallback } = counter();
    await setPool(project.deps.database, "gpu", { slots: 8, memoryMb: 1000 });
    await project.worker({ runCallback });
    const memory = await startMany(30, { pool: { name: "gpu", slots: 1, memoryMb: 400 } });
    await project.ended(memory);
    expect(seen.most).toBe(2);
    seen.most = 0;
    await project.ended(await startMany(20, { pool: { name: "gpu", slots: 500, memoryMb: 0 } }));
    expect(seen.most).toBe(1);
    expect(await brokenLimits()).toBe(0);
  });

  it("of a sweep's slots, of a DAG and of its runs, with ranges and callbacks alike", async () => {
    const { seen, runCallback } = counter();
    await project.worker({ runCallback });
    await project.worker({ runCallback });
    const limits = { maxActiveTasks: 1, maxActiveTasksPerRun: 1 };
    const backtests = [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 30), slow: upFrom(60, 20) }) })];
    const dag = sampleDag({
      id: "tight",
      limits,
      backtests,
      before: [sampleCallback("a")],
      after: [sampleCallback("b")],
    });
    const ids = await Promise.all([project.start(dag), project.start(dag), project.start(dag)]);
    for (const id of ids) expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsDone: 600 });
    expect(seen.most).toBe(1);
    expect(await brokenLimits()).toBe(0);
  });

  it("of max_active_runs: further runs by hand wait, and all run", async () => {
    const { seen, runCallback } = counter();
    const dag = sampleDag({ id: "two", limits: { maxActiveRuns: 2 }, before: [sampleCallback("a")] });
    const ids = await Promise.all(Array.from({ length: 7 }, () => project.start(dag)));
    const held = await project.deps.database.query("select from run where held");
    expect(held.rowCount).toBe(5);
    await project.worker({ runCallback, timing: { watchdogMs: 100 } });
    for (const id of ids) expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    expect(seen.most).toBeLessThanOrEqual(2);
  });

  it("when a limit is lowered while it is in use, and raised again", async () => {
    const { database } = project.deps;
    const { seen, runCallback } = counter();
    await setPool(database, "gpu", { slots: 4, memoryMb: null });
    await project.worker({ runCallback });
    const id = await startMany(150, { pool: { name: "gpu", slots: 1, memoryMb: 0 } });
    while (seen.calls < 10) await new Promise(setImmediate);
    await setPool(database, "gpu", { slots: 0, memoryMb: null });
    let busy = 1;
    while (busy > 0) busy = (await database.query("select from held_slot")).rowCount ?? 0;
    const calls = seen.calls;
    await database.query("select pg_notify('nightgrid_run', 'nothing')");
    expect((await database.query("select from attempt where state = 'running'")).rowCount).toBe(0);
    expect(seen.calls).toBe(calls);
    seen.most = 0;
    await setPool(database, "gpu", { slots: 1, memoryMb: null });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    expect(seen).toEqual({ calls: 150, most: 1 });
    expect(await brokenLimits()).toBe(0);
  });

  it("when a worker dies that held slots: they are free when it is declared dead (I4)", async () => {
    const { database } = project.deps;
    const { seen, runCallback } = counter();
    await setPool(database, "gpu", { slots: 2, memoryMb: null });
    await registerWorker(database, { id: "doomed", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
    const id = await startMany(20, { pool: { name: "gpu", slots: 2, memoryMb: 0 } });
    const { rows } = await database.query<{ id: TaskId }>("select id::text from task order by id");
    const doomed = createTaskBatching(database, "doomed");
    const claims = await Promise.all(rows.map((row) => doomed.claim(row.id)));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    await database.query("update worker set alive_until = now() - interval '1 second'");
    await project.worker({ runCallback });
    await reapDeadWorkers(database, await judge());
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    expect(seen).toEqual({ calls: 20, most: 1 });
    const tries = await database.query("select from task where attempts > 0");
    expect([tries.rowCount, await brokenLimits()]).toEqual([0, 0]);
  });

  it("of the queue of a priority", async () => {
    const { seen, runCallback } = counter();
    await setPool(project.deps.database, "normal", { slots: 2, memoryMb: null });
    await project.worker({ runCallback });
    expect(await project.ended(await startMany(40))).toMatchObject({ state: "succeeded" });
    expect(seen.most).toBe(2);
  });

  it("a run that is cancelled leaves no place behind that keeps others waiting", async () => {
    const { database } = project.deps;
    const { runCallback } = counter();
    await setPool(database, "gpu", { slots: 1, memoryMb: null });
    const pool = { name: "gpu", slots: 1, memoryMb: 0 };
    await project.worker({ runCallback });
    const first = await startMany(300, { pool });
    let waiting = 0;
    while (waiting < 100) waiting = (await database.query("select from slot_wait")).rowCount ?? 0;
    const second = await startMany(3, { pool });
    const { stopRun } = await import("../../../src/runs/end/stop-run.ts");
    await stopRun(database, first, { state: "cancelled", reason: "no" });
    expect(await project.ended(first)).toMatchObject({ state: "cancelled" });
    expect(await project.ended(second)).toMatchObject({ state: "succeeded" });
  });
});

describe("a pool", () => {
  it("that there is not keeps a run from starting; one in use cannot be removed", async () => {
    const { database } = project.deps;
    const dag = sampleDag({ id: "pooled", pool: { name: "gpu", slots: 1, memoryMb: 0 } });
    await expect(project.start(dag)).rejects.toMatchObject({ code: "POOL_UNKNOWN" });
    await expect(removePool(database, "gpu")).rejects.toMatchObject({ code: "POOL_UNKNOWN" });
    await setPool(database, "gpu", { slots: 1, memoryMb: null });
    const id = await project.start(dag);
    await expect(removePool(database, "gpu")).rejects.toMatchObject({ code: "POOL_IN_USE" });
    await project.worker();
    await project.ended(id);
    await removePool(database, "gpu");
    await expect(setPool(database, "gpu", { slots: 1e9, memoryMb: null })).rejects.toMatchObject({ code: "USAGE" });
    await expect(setPool(database, "a b", { slots: 1, memoryMb: null })).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("priorities", () => {
  it("give a head start that grows with them, and that nobody has for ever", () => {
    const starts = PRIORITIES.map(headStartMs);
    expect(starts).toEqual([7_200_000, 3_600_000, 0]);
    expect(PRIORITIES.map((priority) => 7_200_000 - turnHeadStartMs(priority, 0))).toEqual([0, 8000, 32_000]);
    expect(turnHeadStartMs("low", 3_600_000)).toBe(0);
  });

  it("let a high sweep overtake a low one that has begun, within its ranges", async () => {
    await project.worker({ slots: 1 });
    const grid = gridOf({ fast: upFrom(2, 1500), slow: upFrom(2000, 40) });
    const low = await project.start(
      sampleDag({ id: "research", priority: "low", backtests: [sampleBacktest({ grid })] }),
    );
    const { database } = project.deps;
    while (((await readRun(database, low))?.cellsDone ?? 0) === 0) await new Promise(setImmediate);
    const high = await project.start(sampleDag({ id: "nightly", priority: "high" }));
    expect(await project.ended(high)).toMatchObject({ state: "succeeded", priority: "high" });
    const research = await readRun(database, low);
    expect(research?.finishedAt).toBeNull();
    await database.query("update run set stopping = 'cancelled', reason = 'enough' where id = $1", [low]);
  });
});

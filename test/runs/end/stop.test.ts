import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { builtinStrategy } from "../../../src/engine/strategies/builtin-strategies.ts";
import type { TaskId } from "../../../src/core/names/ids.ts";
import { ENGINE_RANGES } from "../../../src/executors/engine/engine-executor.ts";
import { inTransaction } from "../../../src/store/connection/transaction.ts";
import { leaseRange } from "../../../src/store/moves/lease-range.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { watchRun } from "../../../src/runs/query/watch-run.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { createGate } from "../../support/gate.ts";
import { inlineExecutor } from "../../support/inline-executor.ts";
import { gridOf, sampleBacktest, sampleCallback, sampleDag, upFrom } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const CANCEL = { state: "cancelled", reason: "Cancelled by hand" } as const;

async function runningAttempts(): Promise<number> {
  const { rows } = await project.deps.database.query(`select 1 from attempt where state = 'running'`);
  return rows.length;
}

/** For a lock that another session holds. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await project.deps.database.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
  }
}

describe("a cancelled run (I5)", () => {
  it("gives up its computation, starts nothing more, and says so only when all work is gone", async () => {
    const gate = createGate();
    const executor = inlineExecutor(builtinStrategy, (_cells, signal) => gate.pass(signal));
    await project.worker({ executor });
    const backtests = [sampleBacktest({ grid: gridOf({ fast: upFrom(2, 20), slow: upFrom(30, 20) }) })];
    const id = await project.start(sampleDag({ backtests, after: [sampleCallback("report")] }));
    await gate.arrived;
    expect(await stopRun(project.deps.database, id, CANCEL)).toBe(true);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", reason: "Cancelled by hand", cellsDone: 0 });
    expect(await runningAttempts()).toBe(0);
    const tasks = await listTasks(project.deps.database, id);
    expect(tasks.map((task) => task.state)).toEqual(["cancelled", "cancelled"]);
  });

  it("waits for a range that is being taken at the moment of the cancel", async () => {
    const { database } = project.deps;
    const id = await project.start(sampleDag());
    await database.query("update task set state = 'running' where run_id = $1 and kind = 'backtest'", [id]);
    await database.query("update run set state = 'running' where id = $1", [id]);
    const [sweep] = await listTasks(database, id);
    const stop = await inTransaction(database, async (transaction) => {
      const request = { taskId: sweep?.id ?? ("0" as TaskId), workerId: "me", slots: 1, target: ENGINE_RANGES };
      expect(await leaseRange(transaction, request)).not.toBeNull();
      const stopping = stopRun(database, id, CANCEL);
      await untilSomebodyWaits();
      return { stopping };
    });
    expect(await stop.stopping).toBe(true);
    expect(await runningAttempts()).toBe(1);
    expect((await listTasks(database, id))[0]).toMatchObject({ state: "running" });
  });

  it("fires the signal of a callback and takes its failing for the cancel", async () => {
    const gate = createGate();
    await project.worker({ runCallback: (_callback, context) => gate.pass(context.signal) });
    const id = await project.start(sampleDag({ before: [sampleCallback("slow")] }));
    await gate.arrived;
    await stopRun(project.deps.database, id, CANCEL);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
    expect((await listTasks(project.deps.database, id)).map((task) => task.state)).toEqual(["cancelled", "cancelled"]);
  });

  it("that nobody works on ends at once when a worker comes", async () => {
    const id = await project.start(sampleDag());
    expect(await stopRun(project.deps.database, id, CANCEL)).toBe(true);
    expect(await stopRun(project.deps.database, id, CANCEL)).toBe(false);
    await project.worker();
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
  });

  it("cannot be cancelled once it has ended", async () => {
    await project.worker();
    const id = await project.start(sampleDag());
    await project.ended(id);
    expect(await stopRun(project.deps.database, id, CANCEL)).toBe(false);
  });
});

describe("a run over its time", () => {
  it("is stopped and fails with that reason", async () => {
    const gate = createGate();
    const executor = inlineExecutor(builtinStrategy, (_cells, signal) => gate.pass(signal));
    await project.worker({ executor, timing: { watchdogMs: 20 } });
    const id = await project.start(sampleDag({ timeoutMs: 50 }));
    expect(await project.ended(id)).toMatchObject({
      state: "failed",
      reason:
        "RUN_TIMEOUT: not done after 50ms: 0 of 6 cells were done, backtest went on. Raise timeout in the DAG file; what was computed is kept",
    });
  });
});

describe("watchRun", () => {
  it("tells the progress as it happens, and ends with the run", async () => {
    const gate = createGate();
    await project.worker({ executor: inlineExecutor(builtinStrategy, () => gate.pass()) });
    const id = await project.start(sampleDag());
    const states: string[] = [];
    for await (const { run, tasks, isOver } of watchRun(project.deps.database, id)) {
      states.push(run.state);
      if (tasks.running.includes("backtest")) gate.open();
      expect(isOver).toBe(run.finishedAt !== null);
    }
    expect(states.at(-1)).toBe("succeeded");
    expect(states).toContain("running");
  });
});

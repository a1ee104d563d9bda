import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { finishRun } from "../../../src/runs/end/finish-run.ts";
import { runClaimedTask } from "../../../src/runs/task/run-claimed-task.ts";
import { watchOver } from "../../../src/runs/watch/watch-over.ts";
import type { WorkDeps } from "../../../src/runs/work-deps.ts";
import { listAlerts } from "../../../src/store/alerts.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { registerWorker } from "../../../src/store/workers.ts";
import { randomOf } from "../../support/faults/seeded-random.ts";
import { sampleCallback, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

let project: TestProject;
beforeEach(async () => {
  project = await createTestProject();
});
afterEach(() => project[Symbol.asyncDispose]());

/** As Postgres says it where trying again may help. */
function lost(): Error {
  return Object.assign(new Error("a fault on purpose"), { code: "08006", severity: "ERROR" });
}

async function workDeps(): Promise<WorkDeps> {
  const { deps, home } = project;
  await registerWorker(deps.database, { id: "me", host: "here", pid: 1, slots: 1, aliveMs: 60_000 });
  const callbacks = { runCallback: async () => null, renderTearsheet: () => "" };
  return createWorkDeps({ ...deps, ...callbacks, home, workerId: "me", slots: 1, channels: channelsFromEnv({}) });
}

/** Of all statements outside of transactions. */
const FAILING_SHARE = 0.15;

function nowAndThenFails(deps: WorkDeps): { readonly deps: WorkDeps; readonly failed: () => number } {
  const random = randomOf(7);
  let failed = 0;
  const database = new Proxy(deps.database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "query") return value.bind(target) as unknown;
      return (...given: readonly unknown[]): unknown => {
        if (random() >= FAILING_SHARE) return Reflect.apply(value, target, given);
        failed += 1;
        return Promise.reject(lost());
      };
    },
  });
  return { deps: { ...deps, database }, failed: () => failed };
}

describe("I9: requests that fail now and then", () => {
  it("leave no duty of a round of the watchdog undone", async () => {
    const deps = await workDeps();
    const { database } = deps;
    await registerWorker(database, { id: "dead", host: "here", pid: 2, slots: 1, aliveMs: 60_000 });
    await database.query("update worker set alive_until = now() - interval '1 hour' where id = 'dead'");
    const overdue = await project.start(sampleDag({ before: [sampleCallback("noop")] }));
    await database.query("update run set deadline_at = now() - interval '1 second' where id = $1", [overdue]);

    const faulty = nowAndThenFails(deps);
    await watchOver(faulty.deps, 0);
    const { rows } = await database.query("select state, reaped from worker where id = 'dead'");
    expect(rows).toEqual([{ state: "dead", reaped: true }]);
    expect(faulty.failed()).toBeGreaterThan(0);
    expect(await readRun(database, overdue)).toMatchObject({ stopping: "failed" });
  });

  it("count against no task under which they fail, whatever its retries", async () => {
    let tries = 0;
    const runCallback = async (): Promise<null> => {
      tries += 1;
      if (tries <= 2) throw lost();
      return null;
    };
    await project.worker({ runCallback });
    const id = await project.start(sampleDag({ backtests: [], before: [sampleCallback("noop")] }));
    expect(await project.ended(id)).toMatchObject({ state: "succeeded" });
    const { rows } = await project.deps.database.query(
      `select task.attempts, array_agg(attempt.state order by attempt.id) as states
       from task join attempt on attempt.task_id = task.id group by task.id`,
    );
    expect(rows).toEqual([{ attempts: 0, states: ["lost", "lost", "succeeded"] }]);
  });

  it("do not undo a callback that makes many of them, nor the end of its run", async () => {
    const deps = await workDeps();
    const faulty = nowAndThenFails(deps);
    let begun = 0;
    const runCallback: WorkDeps["runCallback"] = async (_, context) => {
      begun += 1;
      for (let number = 0; number < 40; number++) await context.values.set(`value ${number}`, number);
      for (let number = 0; number < 40; number++) expect(await context.values.get(`value ${number}`)).toBe(number);
      return null;
    };
    const id = await project.start(sampleDag({ backtests: [], before: [sampleCallback("noop")] }));
    const [task] = await listTasks(deps.database, id);
    if (task === undefined) throw new Error("The run has no task");
    await runClaimedTask(task.id, { ...faulty.deps, runCallback });
    await finishRun(id, faulty.deps);
    expect(begun).toBe(1);
    expect(faulty.failed()).toBeGreaterThan(5);
    expect(await readRun(deps.database, id)).toMatchObject({ state: "succeeded" });
  });

  it("do not end a run without its messages", async () => {
    const alerts = [{ name: "always", when: "cells.total >= 0", to: ["slack"] as const }];
    const id = await project.start(sampleDag({ backtests: [], before: [sampleCallback("noop")], alerts }));
    const deps = await workDeps();
    for (const state of ["running", "succeeded"]) {
      await deps.database.query("update task set state = $2 where run_id = $1", [id, state]);
    }
    await deps.database.query("update run set state = 'running', open_tasks = 0 where id = $1", [id]);

    let reads = 0;
    // The first is that of the judgement.
    const read: WorkDeps["dags"]["read"] = (run) => (++reads === 2 ? Promise.reject(lost()) : deps.dags.read(run));
    const away = { ...deps, dags: { ...deps.dags, read } };
    await expect(finishRun(id, away)).rejects.toThrow("a fault on purpose");
    expect(await readRun(deps.database, id)).toMatchObject({ finishedAt: null });
    await finishRun(id, deps);
    expect(await readRun(deps.database, id)).toMatchObject({ state: "succeeded" });
    expect(await listAlerts(deps.database, id)).toMatchObject([{ rule: "always", kind: "fired" }]);
  });
});

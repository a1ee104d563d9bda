import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunId } from "../../../src/core/names/ids.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { type JobService, startJobService } from "../../support/executors/job-service.ts";
import { remoteExecutor } from "../../support/executors/remote-executor.ts";
import { sampleBacktest, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "../../worker/fixtures/remote-worker-main.ts");
const QUICK = { timing: { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 } };
const CANCEL = { state: "cancelled", reason: "Cancelled by hand" } as const;

let project: TestProject;
let service: JobService;
let child: ChildProcess | undefined;
beforeEach(async () => {
  service = await startJobService();
  project = await createTestProject([remoteExecutor(service.url)]);
});
afterEach(async () => {
  child?.kill("SIGKILL");
  child = undefined;
  service.refuseToEnd(false);
  await service[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

/** Six cells, of which the first ranges are begun by a worker process that is killed then. */
async function begunAndKilled(): Promise<RunId> {
  const id = await project.start(sampleDag({ backtests: [sampleBacktest({ executor: "remote" })] }));
  const started = spawn(process.execPath, [MAIN, project.database.url, service.url], { stdio: "inherit" });
  child = started;
  await service.whenBegun(2);
  started.kill("SIGKILL");
  await once(started, "exit");
  return id;
}

const cellsBegun = (): readonly number[] =>
  service.begun
    .flatMap((job) => (JSON.parse(job) as { readonly numbers: readonly number[] }).numbers)
    .sort((a, b) => a - b);

async function attempts(): Promise<readonly (readonly [state: string, externalId: string | null])[]> {
  const { rows } = await project.deps.database.query<{ state: string; external_id: string | null }>(
    "select state, external_id from attempt order by id",
  );
  return rows.map((row) => [row.state, row.external_id]);
}

describe("work outside of a worker that is killed", () => {
  it("is gone on with by another worker, and never begun twice (I3, I4)", async () => {
    const id = await begunAndKilled();
    service.letGo();
    await project.worker(QUICK);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsDone: 6 });
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await listTasks(project.deps.database, id))[0]).toMatchObject({ attempts: 0 });
    const all = await attempts();
    const lost = all.filter(([state]) => state === "lost").map(([, job]) => job);
    expect(lost).toHaveLength(2);
    expect(all.filter(([state, job]) => state === "succeeded" && lost.includes(job))).toHaveLength(2);
  });

  it("is ended before its run says that it is cancelled (I5)", async () => {
    const id = await begunAndKilled();
    expect(service.alive.size).toBe(2);
    await stopRun(project.deps.database, id, CANCEL);
    await project.worker(QUICK);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
    expect(service.alive.size).toBe(0);
  });

  it("keeps a run that is stopped after it was taken back from its end, too (I5)", async () => {
    const id = await begunAndKilled();
    service.refuseToEnd(true);
    const { database } = project.deps;
    await database.query(`update attempt set state = 'lost' where state = 'running'`);
    await database.query(
      `insert into spare_range select task_id, from_cell, to_cell, kills, external_id from attempt where state = 'lost'`,
    );
    await stopRun(database, id, CANCEL);
    const refused = Promise.withResolvers<void>();
    const warn = (message: string): void => void (message.endsWith("has not ended yet") && refused.resolve());
    await project.worker({ ...QUICK, log: { ...project.deps.log, warn } });
    await refused.promise;
    expect((await readRun(database, id))?.finishedAt).toBeNull();
    service.refuseToEnd(false);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled" });
    expect(service.alive.size).toBe(0);
  });
});

describe("work outside of a worker that lives", () => {
  it("is ended when its run is cancelled, whatever its executor did (I5)", async () => {
    const id = await project.start(sampleDag({ backtests: [sampleBacktest({ executor: "remote" })] }));
    await project.worker(QUICK);
    await service.whenBegun(2);
    expect(service.alive.size).toBe(2);
    await stopRun(project.deps.database, id, CANCEL);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", cellsDone: 0 });
    expect(service.alive.size).toBe(0);
  });

  it("is gone on with by the next try when its worker could not hear of it", async () => {
    const retry = { limit: 2, backoffMs: 10 };
    const id = await project.start(sampleDag({ retry, backtests: [sampleBacktest({ executor: "remote" })] }));
    await project.worker(QUICK);
    await service.whenBegun(2);
    service.cutOff();
    service.letGo();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

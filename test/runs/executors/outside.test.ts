import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelsFromEnv } from "../../../src/alerts/channels/channels-from-env.ts";
import { AppError } from "../../../src/core/errors/app-error.ts";
import type { RunId } from "../../../src/core/names/ids.ts";
import type { CellColumns } from "../../../src/executors/executor.ts";
import { createWorkDeps } from "../../../src/runs/create-work-deps.ts";
import { lookOutside } from "../../../src/runs/kinds/sweep/outside/look-outside.ts";
import { stopRun } from "../../../src/runs/end/stop-run.ts";
import { setPool } from "../../../src/runs/limits/set-pool.ts";
import { readRun } from "../../../src/store/run/runs.ts";
import { listTasks } from "../../../src/store/run/tasks.ts";
import { type JobService, startJobService } from "../../support/executors/job-service.ts";
import { type OutsideParts, outsideExecutor } from "../../support/executors/outside-executor.ts";
import { sampleBacktest, sampleDag } from "../../support/sample-dag.ts";
import { createTestProject, type TestProject } from "../../support/test-project.ts";

const MAIN = path.resolve(import.meta.dirname, "../../worker/fixtures/remote-worker-main.ts");
const QUICK = {
  timing: { heartbeatMs: 100, aliveMs: 1000, watchdogMs: 100 },
  outsideTiming: { shortestMs: 20, longestMs: 100, share: 0.1, pauseMs: 20 },
};
/** What a worker has besides, which looks need not. */
const NO_WORK = {
  home: "/nowhere",
  slots: 1,
  runCallback: async () => null,
  renderTearsheet: () => "",
  channels: channelsFromEnv({}),
};
const ON_THE_OUTSIDE = sampleBacktest({ executor: "outside" });

let service: JobService;
let project: TestProject;
let parts: OutsideParts;
let child: ChildProcess | undefined;
beforeEach(async () => {
  service = await startJobService();
  parts = { maxCells: 2, maxOut: 6 };
  const asked = {
    maxCells: 2,
    get maxOut() {
      return parts.maxOut;
    },
    onBegin: async () => parts.onBegin?.(),
    change: (columns: CellColumns) => parts.change?.(columns) ?? columns,
  };
  project = await createTestProject([outsideExecutor(service.url, asked)]);
});
afterEach(async () => {
  child?.kill("SIGKILL");
  child = undefined;
  service.refuseToEnd(false);
  await service[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

const start = (changes: Parameters<typeof sampleDag>[0] = {}): Promise<RunId> =>
  project.start(sampleDag({ backtests: [ON_THE_OUTSIDE], ...changes }));

async function attempts(): Promise<readonly (readonly [state: string, worker: string | null])[]> {
  const { rows } = await project.deps.database.query<{ state: string; worker_id: string | null }>(
    "select state, worker_id from attempt order by id",
  );
  return rows.map((row) => [row.state, row.worker_id]);
}

/** Resolves once the attempts are such; told by the database at each move of a run, and by looking. */
async function whenAttempts(are: (all: Awaited<ReturnType<typeof attempts>>) => boolean): Promise<void> {
  while (!are(await attempts())) await new Promise((resolve) => setImmediate(resolve));
}

const cellsBegun = (): readonly number[] =>
  service.begun
    .flatMap((job) => (JSON.parse(job) as { readonly numbers: readonly number[] }).numbers)
    .sort((a, b) => a - b);

describe("ranges that are computed outside", () => {
  it("hold no slot: another run is done meanwhile, by the only one", async () => {
    const id = await start();
    await project.worker({ ...QUICK, slots: 1 });
    await service.whenBegun(3);
    await whenAttempts((all) => all.length === 3 && all.every(([, worker]) => worker === null));
    const other = await project.start(sampleDag({ id: "other" }));
    expect(await project.ended(other)).toMatchObject({ state: "succeeded" });
    expect(service.alive.size).toBe(3);
    const { rows } = await project.deps.database.query(
      "select 1 from graphile_worker.jobs where locked_at is not null and task_identifier = 'nightgrid_compute_cells'",
    );
    expect(rows).toEqual([]);
    service.letGo();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsDone: 6 });
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("have at most as many cells out at a time as their executor says", async () => {
    parts = { ...parts, maxOut: 5 };
    const id = await start();
    await project.worker({ ...QUICK, slots: 4 });
    await service.whenBegun(3);
    await whenAttempts((all) => all.length === 3 && all.every(([, worker]) => worker === null));
    const other = await project.start(sampleDag({ id: "other" }));
    await project.ended(other);
    // Two ranges of two, and one of what room was left.
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4]);
    service.letGo();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
  });

  it("count against limits while they are out (I8)", async () => {
    await setPool(project.deps.database, "cloud", { slots: 1, memoryMb: null });
    const id = await start({ pool: { name: "cloud", slots: 1, memoryMb: 0 } });
    await project.worker(QUICK);
    await service.whenBegun(1);
    await whenAttempts((all) => all.some(([, worker]) => worker === null));
    const other = await project.start(sampleDag({ id: "other" }));
    await project.ended(other);
    expect(service.begun).toHaveLength(1);
    service.letGo();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
  });

  it("are collected by any worker, whoever has begun them", async () => {
    const id = await start();
    const first = await project.worker(QUICK);
    await service.whenBegun(3);
    await whenAttempts((all) => all.length === 3 && all.every(([, worker]) => worker === null));
    await first.drain();
    await project.worker(QUICK);
    service.letGo();
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await listTasks(project.deps.database, id))[0]).toMatchObject({ attempts: 0 });
  });

  it("are looked after again by whoever finds that somebody else is collecting them", async () => {
    const { database } = project.deps;
    const id = await start();
    const worker = await project.worker(QUICK);
    await service.whenBegun(3);
    await whenAttempts((all) => all.length === 3 && all.every(([, holder]) => holder === null));
    await worker.drain();
    await database.query("update attempt set look_at = now() + interval '1 hour'");
    await database.query("select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null");
    const { deps } = project;
    await lookOutside(id, createWorkDeps({ ...deps, ...NO_WORK, workerId: "by hand" }));
    const { rows } = await database.query(
      `select count(*)::int as jobs, bool_and(run_at > now() + interval '59 minutes') as late
       from graphile_worker.jobs where task_identifier = 'nightgrid_look_outside'`,
    );
    expect(rows).toEqual([{ jobs: 1, late: true }]);
  });

  it("are found again when their worker is killed before it could say that they have begun, and begun once (I3, I4)", async () => {
    const id = await start();
    const started = spawn(process.execPath, [MAIN, project.database.url, service.url], { stdio: "inherit" });
    child = started;
    await service.whenBegun(2);
    started.kill("SIGKILL");
    await once(started, "exit");
    service.letGo();
    await project.worker(QUICK);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6, cellsDone: 6 });
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4, 5]);
    expect((await listTasks(project.deps.database, id))[0]).toMatchObject({ attempts: 0 });
  });

  const lost = (columns: CellColumns): CellColumns => ({
    ...columns,
    failures: [{ index: 0, code: "JOB_LOST", message: "Its machine was taken back" }],
  });

  it("are tried again when they are lost, without using up retries (I4)", async () => {
    let losses = 2;
    parts = { ...parts, change: (columns) => (losses-- > 0 ? lost(columns) : columns) };
    service.letGo();
    await project.worker(QUICK);
    const id = await start({ retry: { limit: 0, backoffMs: 10 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect(cellsBegun()).toHaveLength(8);
  });

  it("fail when they are lost a third time", async () => {
    parts = { ...parts, change: lost };
    service.letGo();
    await project.worker(QUICK);
    const id = await start({ retry: { limit: 9, backoffMs: 1 } });
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 3, cellsFailed: 3 });
    expect(cellsBegun()).toEqual([0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 4, 5]);
  });

  it("are put off when what computes them cannot be reached, and nothing counts as failed", async () => {
    let refusals = 3;
    parts = {
      ...parts,
      onBegin: async () => {
        if (refusals-- > 0) throw new AppError("OUTSIDE_UNREACHABLE", "Too many requests");
      },
    };
    service.letGo();
    const id = await start();
    await project.worker(QUICK);
    expect(await project.ended(id)).toMatchObject({ state: "succeeded", cellsSucceeded: 6 });
    expect((await listTasks(project.deps.database, id))[0]).toMatchObject({ attempts: 0 });
    expect(cellsBegun()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("are ended before their run says that it is cancelled (I5)", async () => {
    const id = await start();
    service.refuseToEnd(true);
    const refused = Promise.withResolvers<void>();
    const warn = (message: string): void => void (message.endsWith("has not ended yet") && refused.resolve());
    await project.worker({ ...QUICK, log: { ...project.deps.log, warn } });
    await service.whenBegun(3);
    await whenAttempts((all) => all.length === 3 && all.every(([, worker]) => worker === null));
    await stopRun(project.deps.database, id, { state: "cancelled", reason: "Cancelled by hand" });
    await refused.promise;
    expect((await readRun(project.deps.database, id))?.finishedAt).toBeNull();
    service.refuseToEnd(false);
    expect(await project.ended(id)).toMatchObject({ state: "cancelled", cellsDone: 0 });
    expect(service.alive.size).toBe(0);
  });
});
